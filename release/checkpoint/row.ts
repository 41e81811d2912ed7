import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { CheckpointFact } from "../evidence/evidence.ts";
import { declarationDigest, digestOf } from "../ladder/digest.ts";
import { type DueRun, dueRun } from "../ladder/due-run.ts";
import type { Declaration } from "../ladder/ladder.ts";
import type { Standing } from "../ladder/standing.ts";
import type { Aftermath } from "./aftermath.ts";
import { type JudgedCriterion, kept } from "./criteria.ts";

const HOUR_MS = 3_600_000;

/**
 * The recording that is due, with the gates to judge. A run that no schedule asked for judges them once an hour, so that
 * charts have points and vendors' logs are not read every few minutes; the last moment of a step asks for all of them,
 * since the next step is compared with it (S2.5).
 */
export function dueRow(standing: Standing, declaration: Declaration, aftermath: Aftermath | undefined): DueRun {
  const run = dueRun(standing, declaration);
  const { step, missing, slots, runs, now } = standing;
  if (aftermath) return { ...run, gates: [...new Set([...(run.scheduled ? run.gates : []), ...aftermath.ask])] };
  if (run.scheduled) {
    const last = missing.at(-1)?.at.getTime() === slots.at(-1)?.at.getTime();
    return last ? { ...run, gates: [...new Set([...run.gates, ...(step?.gates ?? [])])] } : run;
  }
  const judged = runs.findLast(({ gates }) => gates.length > 0)?.at;
  return judged && now.getTime() - judged.getTime() < HOUR_MS ? { ...run, gates: [] } : run;
}

/** The recording of a run that rolls back: nothing but the criteria, at once, whatever else was due. */
export const urgentRow = (standing: Standing, declaration: Declaration): DueRun => ({
  ...dueRun({ ...standing, missing: [] }, declaration),
  gates: [],
});

export function rowOf(
  { slot, scheduled }: DueRun,
  { position, since }: Standing,
  declaration: Declaration,
  gates: readonly GateVerdict[],
  criteria: readonly JudgedCriterion[],
): CheckpointFact {
  const fact = {
    position,
    since,
    slot,
    scheduled,
    declaration: declarationDigest(declaration),
    outcome: outcomeOf(gates, criteria),
    gates: scheduled ? gates : gates.map(withoutRows),
    criteria: kept(criteria),
  };
  return { ...fact, digest: digestOf(fact) };
}

/** A criterion that rolls back fails a run, even where nobody let the run act. */
export function outcomeOf(gates: readonly GateVerdict[], criteria: readonly JudgedCriterion[]): GateVerdict["outcome"] {
  const due = criteria.some(({ due, criterion }) => due && criterion.action === "rollback");
  if (due || gates.some(({ outcome }) => outcome === "fail")) return "fail";
  return gates.some(({ outcome }) => outcome === "inconclusive") ? "inconclusive" : "pass";
}

/** There are many of these runs, and nothing is compared with their rows. */
const withoutRows = (verdict: GateVerdict): GateVerdict =>
  verdict.figures ? { ...verdict, figures: { ...verdict.figures, rows: [] } } : verdict;
