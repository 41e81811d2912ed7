import type { Colors } from "picocolors/types.js";
import { inert } from "./inert.ts";
import { Locator } from "./locate.ts";
import { alsoText, type Fault, faultsOf, type Report, type StackFile, summaryOf } from "./report.ts";
import { ruleCards } from "./rule-card.ts";

/** A report for a terminal: each fault with where it is and how it is repaired, then the count. */
export function drawReport(report: Report, colors: Colors): string {
  const place = placeIn(report.file);
  const blocks = faultsOf(report).map((fault) => blockOf(fault, place, colors));
  const refused = report.findings.some(({ level }) => level === "mandatory");
  const summary = summaryOf(report, ruleCards.length);
  const last =
    report.errors.length > 0
      ? `${colors.yellow("?")} ${report.stack} could not be judged in full; until the error: ${summary}`
      : `${refused ? colors.red("✗") : colors.green("✓")} ${report.stack}: ${summary}`;
  return [...blocks, `${last}\n`].join("\n");
}

function blockOf({ finding, also }: Fault, place: (at: string) => string, { red, yellow, dim, bold }: Colors): string {
  const { rule, level, severity, message, at, fix, exempted } = finding;
  const mandatory = level === "mandatory";
  const lines = [
    `${mandatory ? red("✗") : yellow("!")} ${bold(rule)} ${dim(mandatory ? severity : `${severity}, ${exempted ? "exempted" : "advisory"}`)}`,
    `  ${inert(message)}`,
    ...(also.length > 0 ? [`  ${inert(alsoText(also))}`] : []),
    ...(exempted ? [`  ${inert(exempted)}`] : []),
    ...(at ? [dim(`  at ${place(at)}`)] : []),
    `  fix: ${inert(fix)}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `Pulumi.prod.yaml:57 → cutover:origins[0]` */
export function placeIn(file: StackFile | undefined): (at: string) => string {
  if (!file) return (at) => at;
  const locator = new Locator(file);
  return (at) => {
    const line = locator.regionOf(at)?.startLine;
    return `${file.name}${line === undefined ? "" : `:${line}`} → ${at}`;
  };
}
