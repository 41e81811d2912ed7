import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "./errors.ts";
import { nearest, oneOf } from "./faults/expected.ts";
import { type Fault, subjectOf } from "./faults/fault.ts";
import { shellWord } from "./faults/pulumi-command.ts";
import { checkStackFile } from "./stack-file.ts";

/** The verdict on one stack's file. */
export interface StackReport {
  readonly stack: string;
  readonly file: string;
  readonly valid: boolean;
  readonly faults: readonly Fault[];
  /** Secrets that are not set yet; faults when strict. */
  readonly warnings: readonly Fault[];
}

/** Which files, and how strictly. */
export interface CheckScope {
  /** Only this stack. Default: every one that has a file. */
  readonly stack?: string;
  /** Whether a secret that is not set is a fault. Default false. */
  readonly strict?: boolean;
}

/**
 * Checks the stack files of a folder, in the order of their names.
 * @throws ConfigError when the folder has no such file
 */
export function checkStackFiles(folder: string, { stack, strict = false }: CheckScope = {}): StackReport[] {
  const there = stacksIn(folder);
  const asked = stack === undefined ? there : there.filter((name) => name === stack);
  if (asked.length === 0) throw new ConfigError([noFile(stack, there)]);
  return asked.map((name) => {
    const { file } = subjectOf(name);
    const { faults, missingSecrets } = checkStackFile(readFileSync(path.join(folder, file), "utf8"), name);
    const all = strict ? [...faults, ...missingSecrets] : faults;
    return { stack: name, file, valid: all.length === 0, faults: all, warnings: strict ? [] : missingSecrets };
  });
}

function stacksIn(folder: string): string[] {
  const names = readdirSync(folder).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

function fixOf(stack: string | undefined, there: readonly string[]): string {
  if (stack === undefined) return "run it in the project's folder";
  const near = nearest(there, stack);
  return near === undefined
    ? `pulumi stack init ${shellWord(stack)}`
    : `npx cutover config check --stack ${shellWord(near)}`;
}

function noFile(stack: string | undefined, there: readonly string[]): Fault {
  const { file } = subjectOf(stack ?? "<stack>");
  const expected =
    there.length > 0
      ? oneOf(
          there.map((name) => subjectOf(name).file),
          file,
        )
      : "at least one";
  return {
    code: "CONFIG_UNREADABLE",
    path: "",
    what: `${file} does not exist in this folder; expected ${expected}.`,
    where: file,
    fix: fixOf(stack, there),
  };
}
