import { inert } from "./inert.ts";
import { alsoText, type Fault, faultsOf, type Report, summaryOf } from "./report.ts";
import { ruleCards } from "./rule-card.ts";
import { placeIn } from "./text.ts";

/** GitHub takes 65,536 characters in a comment. */
const LONGEST = 60_000;

/**
 * A report for a pull request's comment or a job's summary. What a change may have written stands in code blocks, where it
 * links, mentions and shows nothing.
 */
export function markdownReport(report: Report): string {
  const faults = faultsOf(report);
  const refused = faults.some(({ finding }) => finding.level === "mandatory");
  const verdict = report.errors.length > 0 ? "could not be judged in full" : refused ? "is refused" : "passes";
  const place = placeIn(report.file);
  const blocks: string[] = [];
  let left = LONGEST;
  for (const fault of faults) {
    const block = blockOf(fault, place);
    left -= block.length;
    if (left < 0) break;
    blocks.push(block);
  }
  const untold = faults.length - blocks.length;
  return `${[
    `## Policies: \`${report.stack}\` ${verdict}`,
    `${summaryOf(report, ruleCards.length)}.`,
    ...blocks,
    ...(untold > 0 ? [`And ${untold} more: \`npx cutover policy check --stack ${report.stack}\``] : []),
  ].join("\n\n")}\n`;
}

function blockOf(fault: Fault, place: (at: string) => string): string {
  const { rule, severity } = fault.finding;
  return `**\`${rule}\`**, ${severity}, ${kindOf(fault)}\n\n${codeBlock(inert(faultText(fault, place)))}`;
}

/** What a fault does to the change. */
export const kindOf = ({ finding: { exempted, level } }: Fault): string =>
  exempted ? "exempted" : level === "mandatory" ? "refuses the change" : "advisory";

/** What is wrong, where, and how it is repaired, a line each. */
export function faultText({ finding, also }: Fault, place: (at: string) => string): string {
  const { message, at, fix, exempted } = finding;
  return [
    message,
    ...(also.length > 0 ? [alsoText(also)] : []),
    ...(exempted ? [exempted] : []),
    ...(at ? [`at ${place(at)}`] : []),
    `fix: ${fix}`,
  ].join("\n");
}

/** Behind a fence that is longer than any run of backticks inside. */
export function codeBlock(text: string, language: "text" | "diff" = "text"): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
