import type { StackFacts } from "../policies/facts.ts";
import { Judge } from "../policies/judge.ts";
import type { Verdict } from "../policies/levels.ts";
import type { JudgedResource, Rule } from "../policies/rule.ts";

/**
 * What rules find only once they know what becomes of each resource. Whatever else they find in a plan's resources, whose
 * secrets are masked, the pack has judged by the real values.
 */
export function byOperations(
  rules: readonly Rule<never>[],
  resources: readonly JudgedResource[],
  facts: StackFacts,
): readonly Verdict[] {
  const judged = (seen: readonly JudgedResource[]) => {
    const judge = new Judge(rules, facts);
    return [...seen.flatMap((one) => judge.ofResource(one)), ...judge.ofStack(seen)];
  };
  const blind = new Set(judged(resources.map((one) => ({ ...one, operation: undefined }))).map(keyOf));
  return judged(resources).filter((verdict) => !blind.has(keyOf(verdict)));
}

const keyOf = ({ finding }: Verdict): string => [finding.rule, finding.level, finding.message].join("\n");
