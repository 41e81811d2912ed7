import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { gateUp } from "../../rehearsal/story/merge-gate.ts";
import { project } from "./support/world.ts";

let rehearsal: Rehearsal;

const home = () => `${rehearsal.world.folder}/stack`;
const repo = () => ["--stack", "repo", "--config-file", `${home()}/Pulumi.repo.yaml`];

beforeAll(async () => {
  rehearsal = await openRehearsal({ project, stack: "prod" });
});
afterAll(() => rehearsal?.close());

// What the gate does to pull requests is told by the rehearsal's stories.
it("takes over what exists at GitHub already, without a change", async () => {
  await gateUp.run({ ...rehearsal, project, stack: "prod", said: [] });
  const { pulumi, world } = rehearsal;
  const run = async (...args: string[]) => {
    const done = await pulumi([...args, ...repo()]);
    expect(done.exitCode, done.stdout + done.stderr).toBe(0);
    return done.stdout;
  };
  const forgotten = await pulumi(["state", "delete", "--all", "--yes", "--stack", "repo"]);
  expect(forgotten.exitCode, forgotten.stderr).toBe(0);
  const [repository] = [...world.github.state.repositories.values()];
  const policies = [...(repository?.environments.values() ?? [])].flatMap(({ name, branchPolicies }) =>
    [...branchPolicies.values()].map((policy) => [`${name}:${policy.name}`, policy.id]),
  );
  const adopt = {
    ruleset: [...(repository?.rulesets.keys() ?? [])][0],
    environments: [...(repository?.environments.keys() ?? [])],
    branches: Object.fromEntries(policies),
    variables: ["CUTOVER_REPOSITORY_STACK", "production:CUTOVER_STACK", "staging:CUTOVER_STACK"],
  };
  const file = `${home()}/Pulumi.repo.yaml`;
  const document = parseDocument(await readFile(file, "utf8"));
  document.setIn(["config", "cutover:adopt"], adopt);
  await writeFile(file, document.toString());

  const before = structuredClone(world.github.state.repositories);
  const told = await run("up", "--yes", "--skip-preview");
  expect(told).toMatch(/14 imported/);
  expect(told).not.toMatch(/updated|replaced/);
  await run("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect(world.github.state.repositories).toEqual(before);
  expect(world.unanswered()).toEqual([]);
});

it("answers as api.github.com to programs in the world", async () => {
  const { edge, github } = rehearsal.world;
  const answer = await edge.fetch("https://api.github.com/user", {
    headers: { authorization: `Bearer ${github.token}` },
  });
  expect(await answer.json()).toMatchObject({ login: "ada-admin", url: "https://api.github.com/users/ada-admin" });
});
