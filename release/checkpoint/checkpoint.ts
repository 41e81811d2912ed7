import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../checks/gates/sources.ts";
import { durationMs } from "../../config/duration.ts";
import type { Author, Evidence } from "../evidence/evidence.ts";
import { within } from "../evidence/within.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { standingOf } from "../ladder/standing.ts";
import type { Site } from "../site/site.ts";
import { type Act, actOn } from "./act.ts";
import { type Aftermath, aftermathOf } from "./aftermath.ts";
import { alertsOf, criterionAlerts } from "./alerts.ts";
import { type JudgedCriterion, judged } from "./criteria.ts";
import { look, reasonOf, type Seen } from "./look.ts";
import { contextFor, measureCriteria, measureGates } from "./measure.ts";
import type { CheckpointReport } from "./report.ts";
import { dueRow, outcomeOf, rowOf, urgentRow } from "./row.ts";

/** The rollout that is watched. */
export interface Watched {
  /** Its name in the evidence. */
  readonly rollout: string;
  readonly declaration: Declaration;
  readonly site: Pick<Site, "reality">;
  readonly evidence: Evidence;
  readonly sources: Sources;
  readonly author: Author;
}

export interface RunOptions {
  /** How to roll back; undefined where this run only watches. */
  readonly act: Act | undefined;
  /** Ends the measuring. A rollback that has begun is carried through. */
  readonly signal: AbortSignal;
}

/**
 * One run: sees what users get, judges the rollback criteria and acts on them, judges the gates that are due, and records
 * one row. Runs may overlap: the evidence keeps one row for each moment (S2.5, S2.11).
 */
export async function runCheckpoint(watched: Watched, { act, signal }: RunOptions): Promise<CheckpointReport> {
  const { declaration, site, sources } = watched;
  const seen = await look({ ...watched, signal });
  const standing = seen.history && seen.position && standingOf(declaration, seen.history, seen.position);
  const context = contextFor(declaration, standing, unrecordedTimes(seen), { sources, signal });

  const { criteria, misdeclared } = await judgeCriteria(declaration, seen, context);
  const due = criteria.filter((one) => one.due && one.criterion.action === "rollback");
  if (act && due.length > 0) {
    const run = standing && urgentRow(standing, declaration);
    const recorded = await soon(record(watched, standing && run && rowOf(run, standing, declaration, [], criteria)));
    const rollback = await actOn(due, act, { site, recorded: recorded.how, signal });
    return reportOf(watched, seen, { run, criteria, misdeclared, rollback, ...told(recorded) });
  }

  const aftermath = standing && aftermathOf(standing, declaration, seen.history?.checkpoints ?? []);
  const run = standing && dueRow(standing, declaration, aftermath);
  const { measured: gates, misdeclared: wrong } = await measureGates(run?.gates ?? [], declaration, context);
  const recorded = await record(watched, standing && run && rowOf(run, standing, declaration, gates, criteria));
  return reportOf(watched, seen, {
    run,
    gates,
    criteria,
    misdeclared: [...misdeclared, ...wrong],
    watching: stillOpen(aftermath, gates),
    alerts: [...alertsOf(seen, standing, declaration), ...criterionAlerts(criteria, act !== undefined)],
    ...told(recorded),
  });
}

const HOUR_MS = 3_600_000;

/** Without evidence the deployment tells when the step began; where this machine's clock is behind it, the last hour has to do. */
function unrecordedTimes({ now, reality, position }: Seen) {
  const created = reality?.production?.createdAt;
  const began = created && created < now ? created : new Date(now.getTime() - HOUR_MS);
  return { now, began, percent: position?.percent ?? 0 };
}

/** Where nobody is on the new version, or the old one is gone for good, there is nothing to go back from. */
async function judgeCriteria(declaration: Declaration, seen: Seen, context: Parameters<typeof measureCriteria>[1]) {
  const { position, history, now } = seen;
  const watching = position !== undefined && position.percent > 0 && position.legacy !== "retired";
  const { measured, misdeclared } = await measureCriteria(watching ? declaration.rollbackWhen : [], context);
  const watchEveryMs = durationMs(declaration.watchEvery);
  const memory = { checkpoints: history?.checkpoints ?? [], now, watchEveryMs };
  return { criteria: measured.map(({ criterion, verdict }) => judged(criterion, verdict, memory)), misdeclared };
}

type Recording = { readonly how: CheckpointReport["recorded"]; readonly trouble?: string };

async function record({ evidence, author }: Watched, row: ReturnType<typeof rowOf> | undefined): Promise<Recording> {
  if (!row) return { how: "no" };
  try {
    return { how: (await evidence.recordCheckpoint(row, author)) ? "now" : "already" };
  } catch (error) {
    return { how: "no", trouble: `the evidence database: ${reasonOf(error)}` };
  }
}

/** A database that hangs keeps no rollback waiting. */
const soon = (recording: Promise<Recording>): Promise<Recording> =>
  within(recording, 5_000).catch((error: unknown) => ({
    how: "no",
    trouble: `the evidence database: ${reasonOf(error)}`,
  }));

const told = ({ how, trouble }: Recording) => ({ recorded: how, ...(trouble && { unreached: [trouble] }) });

const stillOpen = (aftermath: Aftermath | undefined, gates: readonly GateVerdict[]): string[] =>
  (aftermath?.open ?? []).filter((name) => !gates.some((gate) => gate.name === name && gate.outcome === "pass"));

interface Found {
  readonly run: { readonly slot: Date; readonly scheduled: boolean } | undefined;
  readonly gates?: readonly GateVerdict[];
  readonly criteria: readonly JudgedCriterion[];
  readonly recorded: CheckpointReport["recorded"];
  readonly rollback?: CheckpointReport["rollback"];
  readonly watching?: readonly string[];
  readonly alerts?: readonly string[];
  readonly unreached?: readonly string[];
  readonly misdeclared: readonly string[];
}

function reportOf({ rollout }: Watched, { now, position, noticed, unreached }: Seen, found: Found): CheckpointReport {
  const { run, gates = [], criteria } = found;
  return {
    version: 1,
    rollout,
    at: now.toISOString(),
    position: position ?? null,
    slot: run?.slot.toISOString() ?? null,
    scheduled: run?.scheduled ?? false,
    outcome: outcomeOf(gates, criteria),
    recorded: found.recorded,
    gates,
    criteria: criteria.map(({ criterion: { action }, verdict, metSince, due }) => ({
      verdict,
      metSince: metSince?.toISOString() ?? null,
      due,
      action,
    })),
    noticed: noticed ?? null,
    rollback: found.rollback ?? null,
    watching: found.watching ?? [],
    alerts: found.alerts ?? [],
    unreached: [...new Set([...unreached, ...(found.unreached ?? [])])],
    misdeclared: found.misdeclared,
  };
}
