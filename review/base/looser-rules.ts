import { z } from "zod";
import { ruleCards } from "../../judgement/rule-card.ts";
import type { Level } from "../../policies/rule.ts";

type Data = Readonly<Record<string, unknown>>;

/** The least strict first. */
const LEVELS: readonly Level[] = ["disabled", "advisory", "mandatory"];

const Policy = z.looseObject({
  levels: z.record(z.string(), z.enum(["mandatory", "advisory", "disabled"]).catch("mandatory")).catch({}),
  exemptions: z.array(z.unknown()).catch([]),
});
const Exemption = z.looseObject({
  rule: z.string(),
  resource: z.string(),
  until: z.coerce.string(),
  reason: z.string(),
});
type Exemption = z.output<typeof Exemption>;
const App = z.looseObject({ environment: z.string() });

/**
 * What of a change loosens the rules that the change itself is judged by, a sentence each: levels, exemptions, and the
 * environment, by which rules for production are chosen.
 */
export const looserRules = (before: Data, after: Data): string[] => [
  ...lowerLevels(before, after),
  ...widerExemptions(before, after),
  ...(environmentOf(before) === "production" && environmentOf(after) !== "production"
    ? ["cutover:app.environment is no longer production: rules for production do not apply"]
    : []),
];

export const environmentOf = ({ app }: Data): string | undefined => App.safeParse(app).data?.environment;

const policyOf = ({ policy }: Data): z.output<typeof Policy> =>
  Policy.catch({ levels: {}, exemptions: [] }).parse(policy);

function lowerLevels(before: Data, after: Data): string[] {
  const [was, is] = [policyOf(before).levels, policyOf(after).levels];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].sort().flatMap((rule) => {
    const usual = ruleCards.find(({ name }) => name === rule)?.level ?? "mandatory";
    const [from, to] = [was[rule] ?? usual, is[rule] ?? usual];
    return LEVELS.indexOf(to) < LEVELS.indexOf(from) ? [`${rule} is lowered: ${from} → ${to}`] : [];
  });
}

function widerExemptions(before: Data, after: Data): string[] {
  const known = policyOf(before).exemptions.flatMap((one) => Exemption.safeParse(one).data ?? []);
  return policyOf(after).exemptions.flatMap((one) => {
    const { data } = Exemption.safeParse(one);
    if (!data) return ["an exemption is added"];
    if (known.some((other) => covers(other, data))) return [];
    return [`${data.resource} is exempted from ${data.rule} until ${data.until}: ${data.reason}`];
  });
}

/** Whether an exemption puts up with all that the other one does. A `*` of the other's is matched by a `*` alone. */
const covers = (one: Exemption, other: Exemption): boolean =>
  one.rule === other.rule &&
  one.until >= other.until &&
  new RegExp(`^${one.resource.split("*").map(RegExp.escape).join(".*")}$`, "s").test(other.resource);
