import { setKey } from "../config-command.ts";
import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { isLive } from "../subjects/production-environments.ts";
import { repositories } from "../subjects/repositories.ts";
import { recordOf } from "../subjects/rollouts.ts";
import { known, type Plain, type PlainRecord } from "../unknown.ts";
import { rulesetsOf } from "./default-branch.ts";

/** The app that reports the checks of GitHub's own workflows, at every GitHub. */
const GITHUB_ACTIONS = 15368;

/** The preview with this pack is what makes a violation stop a merge; a check of the same name by anybody else is no preview. */
export const requirePreviewCheck = rule({
  name: "require-preview-check",
  description:
    "A merge waits for the check of the preview of each stack that it deploys, reported by GitHub Actions, on a branch that is up to date with its target.",
  reason:
    "Without the check no policy stops anything. Without its app, whoever may write a commit status reports it green; without the strict setting, the preview was of another state than the one that the merge will deploy. A stack that is deployed before production and refused there keeps production from this merge and all that follow.",
  pages: [
    "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets",
  ],
  requirements: ["S0.3", "S1.4"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: repositories,

  judge({ name, rulesets, stacks }, stack, violation) {
    const guards = rulesetsOf(rulesets, stack);
    // Another rule tells that there is none.
    if (guards.length === 0) return;
    const required = guards.map(({ rules }) => requiredIn(rules));
    const checks = required.flatMap((one) => one.checks);
    const previews = checks.filter(({ context }) => /preview/i.test(String(context)));
    if (previews.length === 0) {
      violation(
        `${name}: no check of a preview has to pass before a merge; expected one such as "preview"`,
        setKey(stack, "cutover:mergeGate.checks[0].name", "preview"),
        "cutover:mergeGate.checks",
      );
      return;
    }
    const others = [...new Set(stacks)].filter((one) => !isLive(one)).sort();
    /** A check that names no other stack is production's. */
    const stackOf = (context: Plain) => others.find((one) => String(context).includes(one));
    for (const one of [undefined, ...others]) {
      const own = previews.filter(({ context }) => stackOf(context) === one);
      const [first] = own;
      const expected = one === undefined ? "preview" : `preview-${one}`;
      if (!first)
        violation(
          `${name}: a merge deploys ${one ?? "production"}, and no check of its preview has to pass before; expected one such as ${show(expected)}`,
          setKey(stack, `cutover:mergeGate.checks[${checks.length}].name`, expected),
          "cutover:mergeGate.checks",
        );
      else if (!own.some(({ app }) => Number(known(app, "integrationId")) === GITHUB_ACTIONS))
        violation(
          `${name}: the check ${show(String(first.context))} may be reported by ${said(first.app)}; expected only GitHub Actions (${GITHUB_ACTIONS})`,
          setKey(stack, `cutover:mergeGate.checks[${first.index}].app`, GITHUB_ACTIONS),
          `cutover:mergeGate.checks[${first.index}].app`,
        );
    }
    if (!required.some(({ strict, checks }) => strict && checks.length > 0))
      violation(
        `${name}: a branch that is behind its target may be merged; expected strictRequiredStatusChecksPolicy: true`,
        `set rules.requiredStatusChecks.strictRequiredStatusChecksPolicy to true, then pulumi up${onStack(stack)}`,
        "cutover:mergeGate",
      );
  },
});

function requiredIn(rules: PlainRecord) {
  const path = "rules.requiredStatusChecks";
  const { requiredChecks = [], strictRequiredStatusChecksPolicy = false } = recordOf(
    known(rules.requiredStatusChecks ?? null, path),
  );
  const list = known(requiredChecks, `${path}.requiredChecks`);
  const checks = (Array.isArray(list) ? list : []).map((one, index) => {
    const { context = "", integrationId = 0 } = recordOf(one);
    return { context: known(context, `${path}.requiredChecks[${index}].context`), app: integrationId, index };
  });
  return { checks, strict: known(strictRequiredStatusChecksPolicy, `${path}.strict`) === true };
}

/** Without an app, GitHub takes everybody's word. */
const said = (app: Plain): string => (Number(app) > 0 ? `the app ${Number(app)}` : "whoever may write a status");
