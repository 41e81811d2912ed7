import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { repositories } from "../subjects/repositories.ts";
import { recordOf } from "../subjects/rollouts.ts";
import type { Ruleset } from "../subjects/rulesets.ts";
import { known, type Plain } from "../unknown.ts";
import { branchOf, isEnforced, rulesetsOf } from "./default-branch.ts";

/** Whatever else refuses a change, refuses it only where a merge has to wait for it (D14). */
export const requireActiveRuleset = rule({
  name: "require-active-ruleset",
  description:
    "An active ruleset guards the default branch: no deletion, no forced push, no merge without a pull request that others approved.",
  reason:
    "A merge into the default branch is a deployment. Without the ruleset one push goes to production unseen, a forced push rewrites what was reviewed, and every red check is only a colour. A ruleset that merely evaluates looks the same in the settings and stops nobody.",
  pages: [
    "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets",
    "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets",
  ],
  requirements: ["S0.3", "S1.4"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: repositories,

  judge({ name, rulesets }, stack, violation) {
    const up = `pulumi up${onStack(stack)}`;
    const branch = branchOf(stack);
    const [first, ...more] = rulesetsOf(rulesets, stack);
    if (!first) {
      const but =
        rulesets.length > 0 ? ` (${rulesets.map((one) => show(one.name)).join(", ")} is for something else)` : "";
      violation(
        `${name}: no ruleset guards ${branch}${but}; expected one for branches that includes ~DEFAULT_BRANCH`,
        `declare cutover:mergeGate, whose ruleset is for the default branch, then ${up}`,
        "cutover:mergeGate",
      );
      return;
    }
    const together = [first, ...more];
    if (!isEnforced(first))
      violation(
        `${name}: the ruleset ${show(first.name)} is ${show(String(first.enforcement))}; expected active`,
        `set enforcement to active in ${first.name}, then ${up}`,
        "cutover:mergeGate",
      );
    for (const [missing, key] of missingIn(together))
      violation(
        `${name}: the ruleset ${show(first.name)} ${missing}`,
        `set rules.${key} in ${first.name}, then ${up}`,
        key.startsWith("pullRequest.requiredApproving") ? "cutover:mergeGate.approvals" : "cutover:mergeGate",
      );
  },
});

/** What none of the rulesets asks for, each with the property that would. */
function missingIn(rulesets: readonly Ruleset[]): [missing: string, key: string][] {
  const has = (key: string) => rulesets.some(({ rules }) => known(rules[key] ?? null, `rules.${key}`) === true);
  const reviews = rulesets.map(({ rules }) => recordOf(known(rules.pullRequest ?? null, "rules.pullRequest")));
  const asks = (test: (review: Record<string, Plain>) => boolean) => reviews.some((review) => test(review));
  const approvals = ({ requiredApprovingReviewCount: count = 0 }: Record<string, Plain>) =>
    Number(known(count, "rules.pullRequest.requiredApprovingReviewCount")) >= 1;
  const fresh = ({ dismissStaleReviewsOnPush = false, requireLastPushApproval = false }: Record<string, Plain>) =>
    [dismissStaleReviewsOnPush, requireLastPushApproval].some((value) => known(value, "rules.pullRequest") === true);
  return [
    ...(has("deletion")
      ? []
      : [["lets the branch be deleted; expected deletion: true", "deletion"] as [string, string]]),
    ...(has("nonFastForward")
      ? []
      : [["allows forced pushes; expected nonFastForward: true", "nonFastForward"] as [string, string]]),
    ...approvalFaults(asks(approvals), asks(fresh)),
  ];
}

function approvalFaults(approved: boolean, fresh: boolean): [missing: string, key: string][] {
  if (!approved)
    return [
      [
        "merges without anybody's approval; expected pullRequest with at least 1 requiredApprovingReviewCount",
        "pullRequest.requiredApprovingReviewCount",
      ],
    ];
  if (fresh) return [];
  return [
    [
      "keeps an approval when more is pushed; expected pullRequest.dismissStaleReviewsOnPush: true",
      "pullRequest.dismissStaleReviewsOnPush",
    ],
  ];
}
