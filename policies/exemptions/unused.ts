import { removeKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import type { Exemption, PolicySettings } from "../levels.ts";
import type { Finding, Rule } from "../rule.ts";

/** A notice for each exemption that excused nothing in this run: left where it is, it would hide what comes next. */
export function unusedExemptions(
  { exemptions }: PolicySettings,
  used: ReadonlySet<Exemption>,
  rules: readonly Pick<Rule<never>, "name" | "neverExempt">[],
  stack: StackFacts,
): Finding[] {
  const exemptible = new Set(rules.filter(({ neverExempt }) => !neverExempt).map(({ name }) => name));
  return exemptions.flatMap((exemption, index): Finding[] => {
    if (used.has(exemption) || !exemptible.has(exemption.rule)) return [];
    const subject = `${exemption.rule} of ${exemption.resource}`;
    const at = `cutover:policy.exemptions[${index}]`;
    return [
      {
        rule: "require-valid-exemptions",
        severity: "low",
        level: "notice",
        subject,
        message: `${subject}: this exemption excuses nothing; expected only those that are still needed`,
        fix: removeKey(stack, at),
        at,
      },
    ];
  });
}
