import type { Colors } from "picocolors/types.js";
import { type Example, exemptionOf, type RuleCard, traitsOf } from "../judgement/rule-card.ts";
import { wrapped } from "../release/status/wrapped.ts";

/** All rules by what they are about, for a terminal of that many columns. */
export function drawList(cards: readonly RuleCard[], width: number, { bold, dim }: Colors): string {
  const groups = [...Map.groupBy(cards, ({ group }) => group)].map(([title, members]) => {
    const rules = members.flatMap(({ name, severity, level, neverExempt, description }) => [
      `  ${bold(name)}  ${dim([severity, ...(level === "advisory" ? [level] : []), ...(neverExempt ? ["never exempt"] : [])].join(", "))}`,
      ...wrapped(description, width, "    "),
    ]);
    return [bold(title), ...rules].join("\n");
  });
  return [...groups, dim(`${cards.length} rules; npx cutover policy explain RULE tells one in full`)].join("\n\n");
}

/** One rule in full. */
export function drawRule(card: RuleCard, width: number, { bold, dim }: Colors): string {
  const traits = traitsOf(card).map(([name, value]) =>
    wrapped(value, width, " ".repeat(20), `  ${name.padEnd(18)}`).join("\n"),
  );
  const exemption = exemptionOf(card);
  return [
    `${bold(card.name)}  ${dim(card.file)}`,
    wrapped(card.description, width).join("\n"),
    wrapped(card.reason, width).join("\n"),
    ...(card.example ? [exampleIn(card.example, width)] : []),
    traits.join("\n"),
    ...(exemption ? [`To live with it, in the stack's file:\n${exemption.replace(/^/gm, "  ")}`] : []),
    ...(card.pages.length > 0 ? [["Pages:", ...card.pages.map((page) => `  ${page}`)].join("\n")] : []),
  ].join("\n\n");
}

const exampleIn = ({ change, message, fix }: Example, width: number): string =>
  [...wrapped(`Example: ${change}.`, width), ...wrapped(message, width, "    ", "  "), `  fix: ${fix}`].join("\n");
