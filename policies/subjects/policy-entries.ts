import type { StackFacts } from "../facts.ts";
import { settingsOf } from "../levels.ts";
import type { WholeSubjects } from "../rule.ts";

/** One line of `cutover:policy`: an exemption, or the level of a rule. */
export interface PolicyEntry {
  readonly name: string;
  readonly rule: string;
  /** Where it stands. */
  readonly at: string;
  /** What it does to the rule. */
  readonly does: "exempts" | "makes it advisory" | "disables" | "makes it mandatory";
  /** The last day of an exemption; undefined where that is not to be judged. */
  readonly until: string | undefined;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfPolicy {
  readonly policy?: unknown;
}

const LEVELS = { mandatory: "makes it mandatory", advisory: "makes it advisory", disabled: "disables" } as const;

/** Levels and exemptions that a stack declares. */
export const policyEntries: WholeSubjects<PolicyEntry, ConfigOfPolicy> = {
  description: "levels and exemptions of a stack",
  types: new Set(),

  ofStack: (_resources, stack) => entriesOf(stack),

  /** Without the days: the program refuses before it is known whether this is a way down, and no day may refuse that. */
  ofConfig: ({ policy }) => entriesOf({ section: () => policy }).map((entry) => ({ ...entry, until: undefined })),
};

function entriesOf(stack: Pick<StackFacts, "section">): PolicyEntry[] {
  const { levels, exemptions } = settingsOf(stack);
  return [
    ...Object.entries(levels).map(([rule, level]) => ({
      name: rule,
      rule,
      at: `cutover:policy.levels.${rule}`,
      does: LEVELS[level],
      until: undefined,
    })),
    ...exemptions.map(({ rule, resource, until }, index) => ({
      name: `${rule} of ${resource}`,
      rule,
      at: `cutover:policy.exemptions[${index}]`,
      does: "exempts" as const,
      until,
    })),
  ];
}
