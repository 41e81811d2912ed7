import { type RuleCard, ruleCards, traitsOf } from "./rule-card.ts";

/** The page that holds the rules, from the repository's root. All but the rules is written by hand. */
export const RULES_PAGE = "docs/policies.md";

const START = "<!-- rules: written by `npx cutover policy docs --write` -->";
const END = "<!-- end of rules -->";

/**
 * The page with the rules as they are now.
 * @throws Error when the page has lost the marks between which they stand
 */
export function withRules(page: string, cards = ruleCards): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${RULES_PAGE} needs the lines ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${rulesReference(cards)}\n\n${page.slice(end)}`;
}

/** One table of all rules, then a section for each. In Markdown. */
export function rulesReference(cards: readonly RuleCard[]): string {
  const sections = [...Map.groupBy(cards, ({ group }) => group)].map(([title, members]) =>
    [`### ${title}`, ...members.map((card) => `#### \`${card.name}\`\n\n${rulePage(card)}`)].join("\n\n"),
  );
  return [tableOf(cards), ...sections].join("\n\n");
}

function tableOf(cards: readonly RuleCard[]): string {
  const rows = cards.map((card) =>
    [
      `[\`${card.name}\`](#${card.name})`,
      card.severity,
      card.level,
      `a ${card.whenUnknown}`,
      card.neverExempt ? "never" : "possible",
      card.requirements.join(", "),
      card.description,
    ]
      .map(cell)
      .join(" | "),
  );
  const head = ["rule", "severity", "level", "an unknown value is", "exempt", "covers", "asks for"];
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows.map((row) => `| ${row} |`)].join("\n");
}

/** A rule in full, without its name. In Markdown; code scanning shows it beside a finding as well. */
export function rulePage(card: RuleCard): string {
  const { description, reason, example, pages, file } = card;
  const traits = traitsOf(card).map(([name, value]) => `- ${name}: ${value}`);
  const sources = pages.map((page) => `<${page}>`).join(", ");
  return [
    description,
    reason,
    ...(example
      ? [`Example: ${example.change}.`, `\`\`\`text\n${example.message}\n  fix: ${example.fix}\n\`\`\``]
      : []),
    [...traits, ...(sources ? [`- pages: ${sources}`] : []), `- in \`${file}\``].join("\n"),
  ].join("\n\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
