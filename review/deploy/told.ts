import type { Colors } from "picocolors/types.js";
import { inert } from "../../judgement/inert.ts";
import { drawReport } from "../../judgement/text.ts";
import { block, code } from "../comment/inert-text.ts";
import { countsOf } from "../headline.ts";
import type { Difference } from "../plan/difference.ts";
import type { Deployed } from "./deploy.ts";

const OUTCOMES = {
  deployed: "is deployed",
  refused: "is not deployed",
  "not-judged": "is not deployed",
  failed: "is not deployed in full",
} as const satisfies Record<Deployed["outcome"], string>;

/** What became of a deployment, for a terminal: the verdict, what it rests on, what to do. */
export function drawDeployed(deployed: Deployed, colors: Colors): string {
  const { outcome, because, accepted, difference, review, stack } = deployed;
  const { bold, dim, green, red, yellow } = colors;
  const mark = { deployed: green("✓"), refused: red("✗"), "not-judged": yellow("?"), failed: red("✗") }[outcome];
  const lines = [
    `${mark} ${bold(inert(`${stack} ${OUTCOMES[outcome]}`))}: ${inert(because)}`,
    ...(accepted === undefined ? [] : [`  accepted: ${inert(accepted)}`]),
    ...differenceLines(difference).map((line) => `  ${inert(line)}`),
    dim(`  ${countsOf(review.plan)}; plan ${review.record.digest}`),
    ...fixesOf(deployed).map((fix) => `  fix: ${inert(fix)}`),
  ];
  const told = `${lines.join("\n")}\n`;
  return isViolated(deployed) ? `${drawReport(review.policies, colors)}\n${told}` : told;
}

/** The same as Markdown, for a job's summary. What others wrote stands in code. */
export function markdownDeployed(deployed: Deployed): string {
  const { outcome, because, accepted, difference, review, stack } = deployed;
  const lines = differenceLines(difference);
  return `${[
    `## ${code(stack)} ${OUTCOMES[outcome]}`,
    `${code(because, 1_000)}`,
    ...(accepted === undefined ? [] : [`**Not reviewed, accepted:** ${code(accepted, 1_000)}`]),
    ...(lines.length > 0 ? [block(lines.join("\n"))] : []),
    `${countsOf(review.plan)}; plan ${code(review.record.digest)}`,
    ...fixesOf(deployed).map((fix) => `To go on: ${code(fix, 1_000)}`),
  ].join("\n\n")}\n`;
}

/** So many lines of each kind are shown. */
const SHOWN = 40;

function differenceLines(difference: Difference | undefined): string[] {
  const told = (title: string, lines: readonly string[] = []): string[] => {
    const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
    return lines.length > 0 ? [title, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more] : [];
  };
  return [
    ...told("in this plan, and not in the reviewed one", difference?.added),
    ...told("in both, and different", difference?.changed),
    ...told("in the reviewed plan, and not in this one", difference?.gone),
  ];
}

const isViolated = ({ outcome, review }: Deployed): boolean => outcome === "refused" && review.verdict === "refused";

function fixesOf(deployed: Deployed): string[] {
  const { outcome, stack } = deployed;
  if (outcome === "failed") return ["repair what the update failed at, and run the same command again"];
  if (outcome !== "refused" || isViolated(deployed)) return [];
  return [
    "propose what is to change in a pull request, so that it is previewed against what is there now",
    `or, where the difference is known and right: npx cutover deploy --stack ${stack} --accept-drift "the reason"`,
  ];
}
