import { z } from "zod";

/** How a string of the configuration must look, and how to say so. */
export interface TextRule {
  /** Completes the sentence "… is X; expected …". Shown in messages and, as `patternErrorMessage`, in editors. */
  readonly expected: string;
  readonly description: string;
  /** Valid values. The first one stands in the command that fixes a fault, so every rule has one. */
  readonly examples: readonly [string, ...string[]];
}

/** A string that matches `pattern`, with everything a message and an editor need to explain it. */
export function text(pattern: RegExp, { expected, description, examples }: TextRule) {
  return z
    .string()
    .regex(pattern, expected)
    .meta({ description, examples: [...examples], patternErrorMessage: `expected ${expected}` });
}

/** A shell command that a vendor runs; on one line, because vendors pass it to a shell as it is. */
export function command(description: string, example: string) {
  return text(/^\S(?:.*\S)?$/, { expected: "a command on one line", description, examples: [example] });
}

/** A folder or file inside the repository: relative, and not leaving it. */
export function repositoryPath(description: string, example: string) {
  return text(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))\S(?:.*\S)?$/, {
    expected: 'a path relative to the repository\'s root, without ".."',
    description,
    examples: [example],
  });
}

/** Letters, digits and `_`, not starting with a digit: what shells, Render and Vercel all accept. */
export const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The name of an environment variable, used as the key of a map. */
export const envName = text(ENV_NAME, {
  expected: "letters, digits and _, not starting with a digit",
  description: "The name of an environment variable",
  examples: ["LOG_LEVEL"],
});
