import { matchesGlob } from "node:path/posix";
import type { GitHubCore } from "../core.ts";
import type { Repository } from "../entities/repository.ts";
import type { Rule, Ruleset } from "../entities/ruleset.ts";

/** A rule that holds for a branch, and where it comes from. */
export interface HeldRule {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
}

/** The rules of active rulesets whose conditions a branch meets; such as `evaluate` only watches are none. */
export function rulesFor({ settings, rulesets }: Repository, branch: string): HeldRule[] {
  return [...rulesets.values()]
    .filter((ruleset) => ruleset.settings.enforcement === "active" && ruleset.settings.target === "branch")
    .filter(({ settings: { conditions } }) => {
      const { include = [], exclude = [] } = conditions.ref_name ?? {};
      const hit = (pattern: string) => matches(pattern, branch, settings.default_branch);
      return include.some(hit) && !exclude.some(hit);
    })
    .flatMap((ruleset) => ruleset.settings.rules.map((rule) => ({ rule, ruleset })));
}

function matches(pattern: string, branch: string, defaultBranch: string): boolean {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return branch === defaultBranch;
  return matchesGlob(branch, pattern.replace(/^refs\/heads\//, ""));
}

/** The rules of one type, with their parameters. */
export function rulesOfType<Type extends Rule["type"]>(held: readonly HeldRule[], type: Type) {
  return held.flatMap(({ rule }) => (rule.type === type ? [rule as Extract<Rule, { type: Type }>] : []));
}

/** The branches of a repository, by name. */
export function branchesOf(core: GitHubCore, repository: Repository): Map<string, string> {
  const { refs } = core.git.repository(`${repository.owner}/${repository.name}`).data;
  const heads = [...refs].filter(([name]) => name.startsWith("heads/"));
  return new Map(heads.map(([name, sha]) => [name.slice("heads/".length), sha] as const).sort());
}
