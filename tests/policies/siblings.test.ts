import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder, siblingsOf } from "../../policies/siblings.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-siblings-"));
  await mkdir(join(folder, "deep", "pack"), { recursive: true });
  const files = {
    "Pulumi.yaml": "name: tested\nruntime: nodejs\n",
    "Pulumi.prod.yaml": "config: {cutover:app: {environment: production}}\n",
    "Pulumi.staging.yaml":
      "config:\n  cutover:app: {environment: staging}\n  cutover:origins: [https://staging.example]\n  cutover:secrets: {KEY: {secure: v1:made-up}}\n",
    "Pulumi.broken.yaml": "config: [\n",
    "Pulumi.empty.yaml": "",
    "Pulumi.new.yml": "config: {}\n",
    "notes.yaml": "config: {}\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true }));

it("finds the other stacks of the project, with what their files say and no secrets", () => {
  const siblings = siblingsOf(folder, "prod");
  expect(siblings.map(({ stack, environment }) => [stack, environment])).toEqual([
    ["new", undefined],
    ["staging", "staging"],
  ]);
  expect(siblings[1]?.section("origins")).toEqual(["https://staging.example"]);
  expect(siblings[1]?.section("secrets")).toBeUndefined();
});

it("reads the committed stacks as each other's siblings", () => {
  expect(siblingsOf(repository, "prod").map(({ stack, environment }) => [stack, environment])).toEqual([
    ["repo", undefined],
    ["staging", "staging"],
  ]);
});

it("finds the project at or above the folder in which the pack runs", () => {
  expect(projectFolder(folder, "tested")).toBe(folder);
  expect(projectFolder(join(folder, "deep", "pack"), "tested")).toBe(folder);
});

it("takes no other project's stacks for siblings", () => {
  expect(projectFolder(folder, "another")).toBeUndefined();
  expect(projectFolder(tmpdir(), "tested")).toBeUndefined();
});
