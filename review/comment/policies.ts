import { faultText, kindOf } from "../../judgement/markdown.ts";
import { type Fault, faultsOf, type Report, summaryOf } from "../../judgement/report.ts";
import { ruleCards } from "../../judgement/rule-card.ts";
import { placeIn } from "../../judgement/text.ts";
import { block, code, folded, inertLine } from "./inert-text.ts";
import { within } from "./room.ts";

/** The longest fault that is told in full. */
const LONGEST_FAULT = 3_000;

/** What the policies say: what refuses the change in full, each with its fix; advice in a fold. */
export function policiesText(report: Report, room: number): string {
  const place = placeIn(report.file);
  const faults = faultsOf(report);
  const told = (some: readonly Fault[], share: number) =>
    within(
      share,
      some.map((fault) => faultBlock(fault, place)),
      (more) => `And ${more} more: ${code(command(report))}`,
    );
  const refusing = faults.filter(({ finding }) => finding.level === "mandatory");
  const advice = faults.filter(({ finding }) => finding.level !== "mandatory");
  const refused = told(refusing, room * 0.75);
  const advised = told(advice, room * 0.25).join("\n\n");
  const summary = summaryOf(report, ruleCards.length);
  return [
    "#### Policies",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...refused,
    ...(advice.length > 0
      ? [folded(advice.length === 1 ? "1 piece of advice" : `${advice.length} pieces of advice`, advised)]
      : []),
  ].join("\n\n");
}

function faultBlock(fault: Fault, place: (at: string) => string): string {
  const text = faultText(fault, place);
  const cut = text.length > LONGEST_FAULT ? `${text.slice(0, LONGEST_FAULT)}…` : text;
  return `**${code(fault.finding.rule)}**, ${fault.finding.severity}, ${kindOf(fault)}\n\n${block(cut)}`;
}

const command = ({ stack }: Report): string => `npx cutover policy check --stack ${inertLine(stack)}`;
