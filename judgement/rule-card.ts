import type { Level, Severity } from "../policies/rule.ts";
import { groups } from "../policies/rules.ts";
import examples from "./examples.json" with { type: "json" };
import { RuleUnknown } from "./rule-unknown.ts";

/** All that can be said about a rule without judging anything, as `cutover policy list --json` prints it. */
export interface RuleCard {
  readonly name: string;
  /** What it is about, such as `Render`. */
  readonly group: string;
  /** The file that holds it, from the repository's root. */
  readonly file: string;
  /** What it asks for. */
  readonly description: string;
  /** What goes wrong without it. */
  readonly reason: string;
  readonly severity: Severity;
  /** What a violation does where the stack's configuration says nothing of the rule. */
  readonly level: Exclude<Level, "disabled">;
  readonly neverExempt: boolean;
  readonly whenUnknown: "violation" | "notice";
  /** What it judges, in words. */
  readonly judges: string;
  /** Whether it looks at one resource at a time, or at all of them together. */
  readonly scope: "resource" | "stack";
  readonly requirements: readonly string[];
  readonly pages: readonly string[];
  /** A change that the rule refuses, in its own words; `npm test -- tests/judgement/examples.test.ts -u` writes them. */
  readonly example?: Example | undefined;
}

/** What somebody changed, and what the rule said. */
export interface Example {
  readonly change: string;
  readonly message: string;
  readonly fix: string;
}

const exampleOf = new Map<string, Example>(Object.entries(examples));

/** Every rule of the pack, in the order of docs/policies.md. */
export const ruleCards: readonly RuleCard[] = groups.flatMap(({ title, folder, rules }) =>
  rules.map((rule) => ({
    name: rule.name,
    group: title,
    file: `policies/${folder}/${rule.name}.ts`,
    description: rule.description,
    reason: rule.reason,
    severity: rule.severity,
    level: rule.level ?? "mandatory",
    neverExempt: rule.neverExempt,
    whenUnknown: rule.whenUnknown,
    judges: rule.appliesTo,
    scope: rule.scope,
    requirements: rule.requirements,
    pages: rule.pages ?? [],
    example: exampleOf.get(rule.name),
  })),
);

/** @throws RuleUnknown with the most similar names */
export function ruleCard(name: string): RuleCard {
  const card = ruleCards.find((one) => one.name === name);
  if (!card)
    throw new RuleUnknown(
      name,
      ruleCards.map((one) => one.name),
    );
  return card;
}

/** Each trait of a rule that a reader may ask for, as a name and one sentence or less. Markdown, readable as text too. */
export function traitsOf(card: RuleCard): readonly (readonly [name: string, value: string])[] {
  const { severity, level, neverExempt, whenUnknown, judges, scope, requirements } = card;
  return [
    ["judges", scope === "stack" ? `${judges}, all together` : judges],
    ["severity", severity],
    ["a violation", level === "advisory" ? "is printed and refuses nothing" : "fails the preview"],
    [
      "an unknown value",
      whenUnknown === "violation"
        ? "is a violation: safety depends on it"
        : "is a notice that says what makes it known",
    ],
    [
      "exemption",
      neverExempt ? "never: no level and no exemption lowers it" : "possible, with a reason and a last day",
    ],
    ["covers", requirements.join(", ")],
  ];
}

/** What lifts the rule for one resource, as it stands in a stack's file; nothing where nothing may. */
export const exemptionOf = ({ name, neverExempt }: RuleCard): string | undefined =>
  neverExempt
    ? undefined
    : [
        "cutover:policy:",
        "  exemptions:",
        `    - rule: ${name}`,
        "      resource: NAME-OF-THE-RESOURCE",
        "      reason: why this is right for now",
        "      until: YYYY-MM-DD",
      ].join("\n");
