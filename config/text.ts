import { z } from "zod";
import { refuse } from "./rule.ts";

/** How a string of the configuration must look, and how to say so. */
export interface TextRule {
  /** Completes the sentence "… is X; expected …". Shown in messages and, as `patternErrorMessage`, in editors. */
  readonly expected: string;
  readonly description: string;
  /** Valid values. The first one stands in the command that fixes a fault, so every rule has one. */
  readonly examples: readonly [string, ...string[]];
  /** What was probably meant by a text that does not match, "" for no key at all. Proposed only where it matches. */
  readonly rewrite?: (written: string) => string | undefined;
}

/** A string that matches `pattern`, with everything a message and an editor need to explain it. */
export function text(pattern: RegExp, { expected, description, examples, rewrite }: TextRule) {
  const shown = { description, examples: [...examples], patternErrorMessage: `expected ${expected}` };
  if (!rewrite) return z.string().regex(pattern, expected).meta(shown);
  return z
    .string()
    .superRefine((written, ctx) => {
      if (pattern.test(written)) return;
      const meant = rewrite(written);
      const suggest = meant !== undefined && pattern.test(meant) ? { suggest: meant } : {};
      refuse(ctx, [], expected, meant === "" ? { remove: true } : suggest);
    })
    .meta({ ...shown, pattern: pattern.source });
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

/** A folder of the repository in its only spelling; vendors answer with this one, so another would differ forever. */
export function repositoryFolder(description: string, example: string) {
  return text(/^(?!\.?\/)(?!\.$)(?!(?:.*\/)?\.\.(?:\/|$))(?!.*\/\/)[^\s\\](?:[^\\]*[^\s\\/])?$/, {
    expected:
      'a folder relative to the repository\'s root, without "./", ".." and a slash at its end; left out for the root',
    description,
    examples: [example],
    rewrite: (written) =>
      written
        .trim()
        .replaceAll("\\", "/")
        .replace(/\/{2,}/g, "/")
        .replace(/^(?:\.?\/)+|\/+$|^\.$/g, ""),
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
