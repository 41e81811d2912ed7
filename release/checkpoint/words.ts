import { firstLine } from "../../checks/first-line.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { nameOf } from "../ladder/positions.ts";
import { gateLine } from "../ladder/words.ts";
import { moment } from "../status/moments.ts";
import { type CheckpointReport, exitCodeOf } from "./report.ts";

/** One thing of a run that a person should see. */
export interface Line {
  readonly tone: "good" | "bad" | "unsure" | "plain";
  readonly text: string;
}

/** A run as lines for people, what matters most first. */
export function reportLines(report: CheckpointReport): Line[] {
  const { rollback, alerts, unreached, misdeclared, criteria, gates, watching, noticed } = report;
  const met = criteria.filter(({ metSince, due }) => metSince !== null && !due);
  return [
    headline(report),
    ...(rollback?.done === false
      ? [bad(`NOT rolled back: ${rollback.why}; now: npx cutover rollback --to 0 (because of ${rollback.reason})`)]
      : []),
    ...(rollback?.done ? [bad(`rolled back because of ${rollback.reason}`), ...rollback.lines.map(plain)] : []),
    ...alerts.map(bad),
    ...misdeclared.map((text) => bad(firstLine(text))),
    ...unreached.map((text) => ({ tone: "unsure" as const, text: clean(text) })),
    ...(noticed ? [plain(`put on record: ${noticed.kind}`)] : []),
    ...met.map(({ verdict, metSince }) =>
      plain(`${verdict.name} is met since ${moment(metSince ?? "")}: ${verdict.observed}`),
    ),
    ...gates.map((gate) => ({ tone: tones[gate.outcome], text: gateLine(gate) })),
    ...(watching.length > 0 ? [plain(`after the rollback, not done yet: ${watching.join(", ")}`)] : []),
  ];
}

/** For a workflow of GitHub: what failed stands at the top of the run. */
export function annotations(report: CheckpointReport): string[] {
  const level = exitCodeOf(report) === 3 ? "warning" : "error";
  return reportLines(report)
    .filter(({ tone }) => tone === "bad" || (level === "warning" && tone === "unsure"))
    .map(({ text }) => `::${level} title=Cutover checkpoint::${text.replaceAll("%", "%25")}`);
}

const tones = { pass: "good", fail: "bad", inconclusive: "unsure" } as const;
const clean = (text: string) => remoteText(text, { longest: 400 });
const bad = (text: string): Line => ({ tone: "bad", text: clean(text) });
const plain = (text: string): Line => ({ tone: "plain", text: clean(text) });

function headline(report: CheckpointReport): Line {
  const { rollout, at, position, scheduled, recorded, outcome, slot } = report;
  const where = position ? `at ${nameOf(position)}` : "at a percent that nobody knows";
  const asked = scheduled && slot ? `, due since ${moment(slot)}` : "";
  const kept = { now: "recorded", already: "recorded by another run", no: "not recorded" }[recorded];
  const code = exitCodeOf(report);
  const word = code === 3 ? "not known" : code === 2 ? "declared wrongly" : code === 1 ? "look at this" : outcome;
  const tone = code === 0 ? "good" : code === 3 ? "unsure" : "bad";
  return { tone, text: clean(`${moment(at)} ${rollout} ${where}${asked}: ${word} (${kept})`) };
}
