import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { GITHUB_ACTIONS } from "../github/entities/account.ts";
import { at, fileAt, github } from "./repository.ts";
import { expectSame, type Scene, type Step, succeed, Unexpected } from "./scene.ts";

/** The check of the rehearsed stack, which a merge needs. */
export const CHECK = "preview";

/** The check of the stack beside it: it is in no world, so its job is told to have passed. */
export const OTHER_CHECK = "preview-staging";

/** The stack that guards the repository, and its file. */
export const REPOSITORY_STACK = "repo";
const FILE = `Pulumi.${REPOSITORY_STACK}.yaml`;

/** The gate of `Pulumi.repo.yaml`, applied by an administrator. */
export const gateUp: Step = {
  title: "The repository's own stack puts the merge gate in place",
  async run(scene) {
    const repo = await repositoryStack(scene);
    await succeed(scene, ["up", "--yes", "--skip-preview", ...repo]);
    const { rulesets, environments } = scene.world.github.inventory();
    expectSame("rulesets", rulesets, ["merge gate"]);
    const rules = await github(scene, "developer").rest.repos.getBranchRules({
      ...at(scene),
      branch: scene.file.branch,
    });
    const needed = [CHECK, OTHER_CHECK].map((context) => ({ context, integration_id: GITHUB_ACTIONS }));
    expectSame("required checks", requiredChecks(rules.data), needed);
    return `merges into ${scene.file.branch} need the checks ${CHECK} and ${OTHER_CHECK} and an approval; environments ${environments.join(", ")}`;
  },
};

export const gateDown: Step = {
  title: "The gate is taken down again, leaving nothing behind",
  async run(scene) {
    await succeed(scene, ["destroy", "--yes", "--skip-preview", ...flags(scene)]);
    expectSame("what is left at GitHub", Object.values(scene.world.github.inventory()).flat(), []);
    return "no ruleset, environment or variable is left";
  },
};

const StatusChecks = z.object({
  type: z.literal("required_status_checks"),
  parameters: z.object({
    required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number() })),
  }),
});

/** The checks that the rules of a branch require. */
function requiredChecks(rules: readonly unknown[]) {
  return rules.flatMap((rule) => StatusChecks.safeParse(rule).data?.parameters.required_status_checks ?? []);
}

/** Where the world keeps its copies of the stacks' files. */
export const home = ({ world }: Scene) => join(world.folder, "stack");
const flags = (scene: Scene) => ["--stack", REPOSITORY_STACK, "--config-file", join(home(scene), FILE)];

/** Makes the repository's stack from its committed file. @returns the flags by which it is meant */
async function repositoryStack(scene: Scene): Promise<string[]> {
  const committed = parseDocument((await fileAt(scene, scene.file.branch, FILE)).text);
  // The real plugin waits a second after each write, out of courtesy to the real GitHub.
  committed.setIn(["config", "github:writeDelayMs"], 0);
  await writeFile(join(home(scene), FILE), committed.toString(), { mode: 0o600 });
  const run = await scene.pulumi(["stack", "init", REPOSITORY_STACK, "--no-select"], { cwd: home(scene) });
  if (run.exitCode !== 0) throw new Unexpected(`${run.command} ended with ${run.exitCode}\n${run.stderr}`);
  return flags(scene);
}
