import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { moment, span } from "../status/moments.ts";
import type { Decision } from "./ladder.ts";
import { nameOf } from "./positions.ts";
import type { Standing } from "./standing.ts";

/** A decision with all that it rests on, as lines for people: in the preview's diagnostics and in terminals. */
export function decisionLines(decision: Decision): readonly string[] {
  const { standing, obstacles, gates } = decision;
  return [
    headline(decision),
    ...(standing ? [`  ${stepLine(standing)}`] : []),
    ...obstacles.filter(({ code }) => code !== "gate").map(({ what, detail }) => `  ! ${what} (${detail})`),
    ...gates
      .filter(({ name }) => standing?.step?.gates.includes(name))
      .map((gate) => `  ${marks[gate.outcome]} ${gateLine(gate)}`),
    ...opening(decision).map((line) => `  ${line}`),
  ];
}

/** `success rate: 93.1 (expected result.success_rate >= 95.0; 412 samples in 1 d)`. */
export function gateLine({
  name,
  outcome,
  observed,
  expected,
  reason,
  sampleSize,
  window,
  warnings,
}: GateVerdict): string {
  const saw = outcome === "inconclusive" ? `inconclusive: ${reason ?? observed}` : observed;
  const facts = [
    `expected ${expected}`,
    `${sampleSize} ${sampleSize === 1 ? "sample" : "samples"} in ${span(window.to.getTime() - window.from.getTime())}`,
    ...warnings,
  ];
  return `${remoteText(name)}: ${remoteText(saw)} (${facts.map((fact) => remoteText(fact)).join("; ")})`;
}

/** `since 2026-11-20 14:05 UTC, when a checkpoint failed`. */
function beganBy({ since, because }: Standing): string {
  if (!because) return "it begins only now: what users get is not what was recorded";
  return `since ${moment(since)}, ${"kind" in because ? beginnings[because.kind] : "when a checkpoint failed"}`;
}

const marks = { pass: "✓", fail: "✗", inconclusive: "?" } as const;

const beginnings: Readonly<Record<string, string>> = {
  created: "when it was created",
  imported: "when it was imported",
  arrived: "when users got it",
  declared: "when ladder or gates were edited",
  "rolled-back": "when it was rolled back",
  drifted: "when it was found changed by hand",
};

function headline({ outcome, from, to, obstacles }: Decision): string {
  const change = from ? `${nameOf(from)} → ${nameOf(to)}` : `→ ${nameOf(to)}`;
  switch (outcome) {
    case "hold":
      return `stays at ${nameOf(to)}`;
    case "roll-back":
      return `${change}: back, which needs no evidence`;
    case "promote":
      return `${change}: earned`;
    case "refuse":
      return `${change}: refused${obstacles[0] ? `: ${obstacles[0].what}` : ""}`;
  }
}

function stepLine(standing: Standing): string {
  const { position, step, now, since, runs } = standing;
  if (!step) return `${nameOf(position)} is no step of the ladder`;
  const stood = span(now.getTime() - since.getTime());
  const taken = runs.filter(({ scheduled }) => scheduled).length;
  return [
    `${step.name}: ${beganBy(standing)}`,
    step.dwellMs > 0 ? `${stood} of ${span(step.dwellMs)}` : stood,
    ...(standing.slots.length > 0 ? [`${taken} of ${standing.slots.length} scheduled checkpoints`] : []),
  ].join("; ");
}

/** When the step that is due can be had, where it is not being had. */
function opening({ outcome, earliest, standing }: Decision): string[] {
  if (outcome === "promote" || !earliest || !standing?.due) return [];
  const { due, now } = standing;
  if (earliest > now) return [`${due.name} can open at ${moment(earliest)} at the earliest`];
  return [`${due.name} can open ${outcome === "hold" ? "once its gates pass" : "once this is put right"}`];
}
