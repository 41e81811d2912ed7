import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readStackFile } from "../../rehearsal/stack.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-stack-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (env: string) => `config:
  cutover:app: { repository: "https://github.com/acme/app", branch: release }
  cutover:render: { owner: tea-1 }
  cutover:vercel: { team: team_1 }
  cutover:frontend: { domains: [one.example, two.example] }
  cutover:env:
${env}`;

it("reads what the world must hold from the committed file", async () => {
  await writeFile(
    join(folder, "Pulumi.prod.yaml"),
    file("    backend: { A: 1, B: { secret: TOKEN } }\n    frontend: {}\n"),
  );
  expect(await readStackFile(folder, "prod")).toEqual({
    path: join(folder, "Pulumi.prod.yaml"),
    repository: "https://github.com/acme/app",
    branch: "release",
    owner: "tea-1",
    team: "team_1",
    domain: "one.example",
    secretNames: ["TOKEN"],
  });
});

it("names each secret once, however many env vars it feeds", async () => {
  const twice =
    "    backend: { B: { secret: TOKEN }, C: { output: api.url } }\n    frontend: { D: { secret: TOKEN } }\n";
  await writeFile(join(folder, "Pulumi.prod.yaml"), file(twice));
  expect((await readStackFile(folder, "prod")).secretNames).toEqual(["TOKEN"]);
});
