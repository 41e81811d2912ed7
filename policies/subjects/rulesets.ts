import { ORGANIZATION_RULESET, RULESET } from "../resource-types.ts";
import type { JudgedResource, Subjects } from "../rule.ts";
import { known, type Plain, type PlainRecord } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** A ruleset on GitHub: which branches it is for, what it asks for, and who need not care. */
export interface Ruleset {
  readonly name: string;
  readonly urn?: string;
  /** `active`, `evaluate` or `disabled`. */
  readonly enforcement: Plain;
  /** `branch`, `tag` or `push`. */
  readonly target: Plain;
  readonly includes: Plain;
  readonly excludes: Plain;
  readonly rules: PlainRecord;
  readonly bypassActors: Plain;
}

/** Rulesets, one by one; the configuration cannot declare anything that they would be judged for. */
export const rulesets: Subjects<Ruleset, unknown> = {
  description: "rulesets on GitHub",
  types: new Set([RULESET, ORGANIZATION_RULESET]),
  ofResource: rulesetOf,
  ofConfig: () => [],
};

export function rulesetOf({ name, urn, properties }: JudgedResource): Ruleset {
  const given = properties();
  const { refName = null } = recordOf(given.conditions ?? null);
  const { includes = null, excludes = null } = recordOf(refName);
  return {
    name: typeof given.name === "string" ? given.name : name,
    ...(urn ? { urn } : {}),
    enforcement: given.enforcement ?? null,
    target: given.target ?? null,
    includes,
    excludes,
    rules: recordOf(known(given.rules ?? null, "rules")),
    bypassActors: given.bypassActors ?? [],
  };
}

/** Whether it is for a repository's default branch. */
export function guardsDefaultBranch({ target, includes, excludes }: Ruleset, branch: string): boolean {
  if (known(target, "target") !== "branch") return false;
  const names = (list: Plain, path: string): boolean =>
    texts(known(list, path)).some((pattern) => covers(pattern, branch));
  return names(includes, "conditions.refName.includes") && !names(excludes, "conditions.refName.excludes");
}

/** GitHub's own words for it, or a pattern of Git references: `*` for a part without a slash, `**` for any. */
function covers(pattern: string, branch: string): boolean {
  if (pattern === "~DEFAULT_BRANCH" || pattern === "~ALL") return true;
  const short = pattern.replace(/^refs\/heads\//, "");
  const source = short
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (part) => (part.startsWith("**") ? ".*" : part === "*" ? "[^/]*" : "[^/]"));
  return new RegExp(`^${source}$`).test(branch);
}

const texts = (list: Plain): string[] =>
  Array.isArray(list) ? list.flatMap((one) => (typeof one === "string" ? [one] : [])) : [];
