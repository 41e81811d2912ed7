import { readFile, writeFile } from "node:fs/promises";
import type { Cutover } from "../cutover.ts";
import type { Pulumi, PulumiOptions } from "../pulumi.ts";
import type { CommandRun } from "../run-command.ts";
import type { StackFile } from "../stack.ts";
import type { World } from "../world.ts";

/** What the steps of a story share. */
export interface Scene {
  readonly world: World;
  /** The repository. */
  readonly project: string;
  readonly pulumi: Pulumi;
  readonly cutover: Cutover;
  /** Everything a shell needs for plain `pulumi` in this world. */
  readonly env: Readonly<Record<string, string>>;
  readonly stack: string;
  readonly file: StackFile;
  /** The stack's made-up secrets, by name. */
  readonly secretsByName: Readonly<Record<string, string>>;
  /** Values of every secret of the world, which must be found nowhere. */
  readonly secrets: readonly string[];
  /** Every line that the engine has printed so far. */
  readonly said: readonly string[];
  /** Takes what a command says while it runs. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Stops what runs the way Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

/** One step: what it shows, and the fact it returns once it has seen it. It throws `Unexpected` when it sees something else. */
export interface Step {
  readonly title: string;
  run(scene: Scene): Promise<string>;
}

/** Steps of which each needs the ones before it. Another chapter is told also when one of them fails. */
export interface Chapter {
  /** Left out where a story has only one. */
  readonly title?: string;
  readonly steps: readonly Step[];
  /** Called when it is over, however it went. */
  ended?(): void;
}

/** Something in the rehearsal is not as it should be. */
export class Unexpected extends Error {
  readonly code = "REHEARSAL_UNEXPECTED";
}

/** Runs Pulumi and insists that it succeeds. */
export const succeed = async (scene: Scene, args: readonly string[]): Promise<CommandRun> =>
  expectExit(await scene.pulumi(args), 0);

/** Insists on an exit code. */
export function expectExit(run: CommandRun, expected: number): CommandRun {
  if (run.exitCode === expected) return run;
  throw new Unexpected(`${run.command} ended with ${run.exitCode}; expected ${expected}\n${tail(run)}`);
}

/** Runs Pulumi and insists that it refuses, saying each of `words`. */
export async function refuse(
  scene: Scene,
  args: readonly string[],
  words: readonly string[],
  options: PulumiOptions = {},
): Promise<CommandRun> {
  const run = await scene.pulumi(args, options);
  if (run.exitCode === 0)
    throw new Unexpected(`${run.command} succeeded; expected a refusal that says ${words.join(", ")}`);
  return expectWords(run, words);
}

/** Insists that a command said each of `words`. */
export function expectWords(run: CommandRun, words: readonly string[]): CommandRun {
  const said = run.stdout + run.stderr;
  const missing = words.filter((word) => !said.includes(word));
  if (missing.length > 0)
    throw new Unexpected(
      `${run.command} ended with ${run.exitCode}, but does not say ${missing.join(", ")}\n${tail(run)}`,
    );
  return run;
}

/** Sets one config value the way an operator does. */
export const configure = (scene: Scene, path: string, value: string): Promise<CommandRun> =>
  succeed(scene, ["config", "set", "--path", path, value]);

/** Keeps the stack file as it is now. @returns what puts it back, as `git checkout` would. */
export async function keepConfig({ env }: Scene): Promise<() => Promise<void>> {
  const path = env.PULUMI_OPTION_CONFIG_FILE ?? "";
  const text = await readFile(path, "utf8");
  return () => writeFile(path, text);
}

/** Insists that two things are the same, naming both when they are not. */
export function expectSame(what: string, observed: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(observed), JSON.stringify(expected)];
  if (is !== should) throw new Unexpected(`${what}: observed ${is}; expected ${should}`);
}

const tail = ({ stdout, stderr }: CommandRun) => `${stdout}\n${stderr}`.trim().split("\n").slice(-40).join("\n");
