import { sectionsIn } from "../../config/sections-in.ts";
import type { Weakening } from "../review.ts";
import type { Texts } from "./texts-at.ts";
import { weakerGate } from "./weaker-gate.ts";
import { weakerSettings } from "./weaker-settings.ts";

/** What guards this repository by its code, from the project's folder. What is only added there guards more, not less. */
const GUARDS: readonly (readonly [RegExp, string])[] = [
  [/^policies\//, "a part of the policy pack"],
  [/^(?:judgement|review|cli\/(?:policy|preview|deploy))/, "a part of what judges pull requests"],
  [/^components\/(?:merge-gate|refuse-unsafe)\.ts$/, "a part of what refuses unsafe settings"],
  [
    /^(?:providers\/release|release\/(?:ladder|promotion|evidence)|checks\/gates)\//,
    "a part of what judges promotions",
  ],
];

/** What decides who may merge and what runs then, from the repository's root. One more workflow is one more that may say "green". */
const WORKFLOWS = /^\.github\/|^(?:docs\/)?CODEOWNERS$/;

const STACK_FILE = /^Pulumi\.[\w.-]+\.yaml$/;

/** Those of a change's files that guard something: the texts of these tell how. */
export const guardFiles = (files: readonly string[], prefix = ""): readonly string[] =>
  files.filter((file) => WORKFLOWS.test(file) || guardOf(file, prefix) !== undefined || isStackFile(file, prefix));

/**
 * What of a change makes the guard itself weaker: rules, levels, exemptions, gates, workflows, code owners, the ruleset.
 * Told on top, and judged by the base branch's code.
 *
 * @param before Texts of the change's guarding files as the base has them; the same for `after` and the head.
 * @param prefix The project's folder in the repository: empty, or with a slash at its end.
 */
export const weakeningsOf = (
  files: readonly string[],
  before: Texts,
  after: Texts,
  prefix = "",
): readonly Weakening[] =>
  files.flatMap((file) => {
    const [was, is] = [before.get(file), after.get(file)];
    const how = was === undefined ? "added" : is === undefined ? "deleted" : "edited";
    if (WORKFLOWS.test(file))
      return [{ file, what: `${file} is ${how}: it decides who may merge, and what runs then` }];
    const guard = guardOf(file, prefix);
    if (guard !== undefined) return how === "added" ? [] : [{ file, what: `${file} is ${how}: ${guard}` }];
    return isStackFile(file, prefix) ? weakerFile(file, was, is) : [];
  });

const guardOf = (file: string, prefix: string): string | undefined =>
  file.startsWith(prefix) ? GUARDS.find(([of]) => of.test(file.slice(prefix.length)))?.[1] : undefined;

const isStackFile = (file: string, prefix: string): boolean =>
  file.startsWith(prefix) && STACK_FILE.test(file.slice(prefix.length));

function weakerFile(file: string, was: string | undefined, is: string | undefined): readonly Weakening[] {
  // A new stack takes nothing away from the others.
  const before = was === undefined ? undefined : readable(was);
  if (!before) return [];
  if (is === undefined) return [{ file, what: `${file} is deleted` }];
  const after = readable(is);
  if (!after) return [{ file, what: `${file} can no longer be read` }];
  const weaker = "repository" in before ? weakerGate(before, after) : weakerSettings(before, after);
  return weaker.map((what) => ({ file, what }));
}

function readable(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return sectionsIn(text);
  } catch {
    return undefined;
  }
}
