import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { CommandRun } from "../../run-command.ts";
import { configure, expectExit, expectSame, expectWords, refuse, type Scene, succeed } from "../../story/scene.ts";
import { preview, up } from "../../story/stack-runs.ts";
import { lastCheckpoint, type Recorded } from "./evidence.ts";
import { frozen } from "./production.ts";

/** Runs `npx cutover …` and insists on its exit code, and that it says each of `words`. */
export async function cutover(
  scene: Scene,
  args: readonly string[],
  { exit = 0, words = [] }: { exit?: number; words?: readonly string[] } = {},
): Promise<CommandRun> {
  return expectWords(expectExit(await scene.cutover(args), exit), words);
}

/**
 * One run of the watch, and what it recorded. Its exit code tells nothing here: nobody ran it while the world's time was
 * set forward, and it says so with 1.
 */
export async function checkpoint(scene: Scene, ...options: readonly string[]): Promise<Recorded> {
  const run = await scene.cutover(["checkpoint", ...options]);
  if (run.exitCode !== 0) expectExit(run, 1);
  return lastCheckpoint(scene);
}

/** Declares another percent, as an operator does. */
export const declare = (scene: Scene, percent: number): Promise<CommandRun> =>
  configure(scene, "cutover:rollout.percent", String(percent));

/** Declares and applies it, once Git says it: the pull request is merged. */
export async function promote(scene: Scene, percent: number): Promise<CommandRun> {
  await declare(scene, percent);
  const { world, file, env } = scene;
  const text = await readFile(env.PULUMI_OPTION_CONFIG_FILE ?? "", "utf8");
  world.git.write(file.repository, file.branch, `Roll out to ${percent} %`, { [basename(file.path)]: text });
  return succeed(scene, up);
}

/** Insists that the preview of what is declared fails saying each of `words`, and that nothing has changed. */
export async function expectRefused(scene: Scene, words: readonly string[]): Promise<void> {
  const before = frozen(scene);
  await refuse(scene, preview, words);
  expectSame("production", frozen(scene), before);
}

/** The same of an `up` that loads no policy pack: the resource refuses by itself. */
export async function expectRefusedWithoutPolicies(scene: Scene, words: readonly string[]): Promise<void> {
  const before = frozen(scene);
  await refuse(scene, up, words, { without: ["PULUMI_OPTION_POLICY_PACK"] });
  expectSame("production", frozen(scene), before);
}
