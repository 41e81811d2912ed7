import { createRequire } from "node:module";
import { removeKey, setKey } from "../config-command.ts";
import { dayCount, daysLeft } from "../days-left.ts";
import type { StackFacts } from "../facts.ts";
import { type Rule, rule } from "../rule.ts";
import { type ConfigOfPolicy, type PolicyEntry, policyEntries } from "../subjects/policy-entries.ts";

type Known = Pick<Rule<never>, "name" | "neverExempt">;

/** The rule about `cutover:policy`, whose lines name one of `rules`; where these are not `all`, other names may be right. */
export const requireValidExemptions = (rules: () => readonly Known[], { all } = { all: true }) =>
  rule<PolicyEntry, ConfigOfPolicy>({
    name: "require-valid-exemptions",
    description:
      "Levels and exemptions name rules that may be softened, and an exemption's last day is not over, so that what is put up with is put up with on purpose.",
    reason:
      "An exemption for a rule that does not exist protects nobody from anything, and looks as if it did. One whose day is over was meant to end: without this rule it goes on for years, and the fault that it hides is found in production.",
    requirements: [],
    severity: "high",
    neverExempt: true,
    whenUnknown: "notice",
    subjects: policyEntries,

    judge(entry, stack, violation) {
      // What is put up with is told beside its finding; a day that is over is no reason to keep users on a bad version.
      if (stack.goingDown) return;
      const { name, at, until, does } = entry;
      const named = rules().find((one) => one.name === entry.rule);
      const remove = removeKey(stack, at);
      if (!named && !all) return;
      if (!named) {
        violation(
          `${name}: there is no such rule; expected a name of npx cutover policy list`,
          fixOf(entry, rules(), stack) ?? remove,
          at,
        );
      } else if (named.neverExempt && does !== "makes it mandatory") {
        const what = { exempts: "is exempted", disables: "is disabled", "makes it advisory": "is made advisory" }[does];
        violation(`${name}: a rule that guards safety ${what}; expected no such line, which has no effect`, remove, at);
      } else if (until !== undefined && daysLeft(until, stack.now) < 0) {
        const ago = dayCount(-daysLeft(until, stack.now));
        violation(
          `${name}: the exemption ended on ${until}, ${ago} ago; expected its violation to be repaired, or a later day that somebody has decided on`,
          remove,
          at,
        );
      }
    },
  });

/** The command that puts in the name that was probably meant; undefined where none is like it. */
function fixOf({ rule: word, at, does }: PolicyEntry, rules: readonly Known[], stack: StackFacts): string | undefined {
  const { closest, distance } = createRequire(import.meta.url)(
    "fastest-levenshtein",
  ) as typeof import("fastest-levenshtein");
  const nearest = closest(
    word,
    rules.map(({ name }) => name),
  );
  if (does !== "exempts" || distance(nearest, word) > word.length / 3) return undefined;
  return setKey(stack, `${at}.rule`, nearest);
}
