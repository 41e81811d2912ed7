import type { Sources } from "../../checks/gates/sources.ts";
import { durationMs } from "../../config/duration.ts";
import { flagDrift } from "../checkpoint/alerts.ts";
import { reasonOf } from "../checkpoint/look.ts";
import type { Evidence, History, Position } from "../evidence/evidence.ts";
import type { Declaration, Obstacle } from "../ladder/ladder.ts";
import { compare, nameOf, same, zero } from "../ladder/positions.ts";
import { recordedOf } from "../ladder/recorded.ts";
import { type Standing, standingOf } from "../ladder/standing.ts";
import { dueStep, stepsOf } from "../ladder/steps.ts";
import { realPosition } from "../promotion/real.ts";
import type { Reality, Site } from "../site/site.ts";
import { eventsOf } from "./events.ts";
import { type Judged, judgedLive, judgedRecorded } from "./judged.ts";
import { seriesOf } from "./series.ts";
import type { Status, StatusStep } from "./status.ts";
import { verdictOf } from "./verdict.ts";

export interface StatusOf {
  /** Its name in the evidence. */
  readonly rollout: string;
  readonly stack: string;
  readonly declaration: Declaration;
  readonly site: Pick<Site, "reality">;
  readonly evidence: Evidence;
  readonly sources: Sources;
  /** What a rollback did and could not record yet. */
  readonly journal: readonly string[];
  /** Ask the gates now; else show what was last recorded. */
  readonly live: boolean;
  readonly signal: AbortSignal;
}

/** Where the rollout stands, as far as its sources answer: what they do not tell is missing and named in `unknown`. */
export async function takeStatus(of: StatusOf): Promise<Status> {
  const { declaration, site, evidence, signal } = of;
  const unknown: { what: string; why: string }[] = [];
  const unless = (what: string) => (error: unknown) => {
    unknown.push({ what, why: reasonOf(error) });
    return undefined;
  };
  const [reality, history] = await Promise.all([
    site.reality(signal).catch(unless("What users get")),
    evidence.history().catch(unless("What is on record")),
  ]);

  const recorded = history && recordedOf(history.events).position;
  const real = reality && realPosition(reality, recorded);
  const position = real ?? recorded;
  const standing = history && position && standingOf(declaration, history, position);
  const judged = await judge(of, reality, standing, position ?? zero).catch(unless("The gates"));
  const now = history?.now ?? new Date();
  const drift = driftOf(reality, real, standing, recorded, declaration);
  const steps = stepsOf(declaration);
  const due = position && dueStep(steps, position);
  const next = due && {
    name: due.name,
    position: due.position,
    earliest: (judged?.earliest ?? standing?.earliest)?.toISOString() ?? null,
    obstacles: judged?.obstacles ?? [notJudged(unknown.at(-1)?.why ?? "")],
  };
  const parts = {
    users: reality ? usersOf(reality, real) : null,
    step: standing ? stepOf(standing) : null,
    next: next ?? null,
    underWay: underWayOf(reality, real, standing),
    drift,
    hold: standing?.held
      ? { reason: standing.held.reason, by: standing.held.actor, since: standing.held.at.toISOString() }
      : null,
    rollback: rollbackOf(standing),
  };
  return {
    version: 1,
    rollout: of.rollout,
    stack: of.stack,
    flag: declaration.flag,
    at: now.toISOString(),
    ...verdictOf({ ...parts, position, now, judged: judged !== undefined && history !== undefined }),
    ...parts,
    ladder: steps.map(
      (step): StatusStep => ({
        name: step.name,
        position: step.position,
        dwellMs: step.dwellMs,
        state: placeOf(step.position, position),
      }),
    ),
    gates: { live: judged?.live ?? false, verdicts: judged?.gates ?? [] },
    watch: watchOf(history, declaration),
    journal: of.journal,
    events: eventsOf(history?.events ?? []),
    series: history
      ? seriesOf(history, declaration)
      : { success: [], p50: [], p95: [], share: [], steps: [], successNeeded: null },
    unknown,
  };
}

function judge(
  of: StatusOf,
  reality: Reality | undefined,
  standing: Standing | undefined,
  position: Position,
): Promise<Judged> {
  const live = of.live && reality !== undefined;
  return live ? judgedLive(of, reality, position) : Promise.resolve(judgedRecorded(standing, reality));
}

const notJudged = (why: string): Obstacle => ({
  code: "evidence-unreachable",
  what: "whether it may follow cannot be judged now",
  detail: why,
});

function placeOf(step: Position, position: Position | undefined): StatusStep["state"] {
  if (!position) return "ahead";
  const order = compare(step, position);
  return order === 0 ? "here" : order < 0 ? "done" : "ahead";
}

const usersOf = ({ production, flag }: Reality, real: Position | undefined): Status["users"] => ({
  percent: real?.percent ?? null,
  deployment: production?.id ?? null,
  commit: production?.commit ?? null,
  flag: flag?.value ?? null,
});

function stepOf({ position, step, since, now }: Standing): Status["step"] {
  const dwellMs = step?.dwellMs ?? 0;
  const dwelt = dwellMs > 0 ? Math.min(1, (now.getTime() - since.getTime()) / dwellMs) : 1;
  return {
    name: step?.name ?? `${nameOf(position)}, no step of the ladder`,
    position,
    since: since.toISOString(),
    dwellMs,
    dwelt,
  };
}

function underWayOf(
  reality: Reality | undefined,
  real: Position | undefined,
  standing: Standing | undefined,
): Status["underWay"] {
  const granted = standing?.granted;
  if (!granted || !real || granted.to.percent <= real.percent) return null;
  return reality?.flag?.value === `${granted.to.percent}` ? { to: granted.to, since: granted.at.toISOString() } : null;
}

function rollbackOf(standing: Standing | undefined): Status["rollback"] {
  if (!standing?.rollback) return null;
  const { event, explained, reconciled, pullRequest } = standing.rollback;
  // One that is explained, and that Git agrees with, is history: the events tell it.
  if (explained && reconciled) return null;
  const { from, to, automatic, reason = null } = event;
  return {
    at: event.at.toISOString(),
    from,
    to,
    automatic,
    reason,
    explained,
    reconciled,
    pullRequest: pullRequest ?? null,
  };
}

function watchOf(history: History | undefined, { watchEvery }: Declaration): Status["watch"] {
  const last = history?.checkpoints.at(-1);
  if (!history || !last) return null;
  const missed = Math.floor((history.now.getTime() - last.at.getTime()) / durationMs(watchEvery));
  return { lastRun: last.at.toISOString(), missed, outcome: last.outcome };
}

function driftOf(
  reality: Reality | undefined,
  real: Position | undefined,
  standing: Standing | undefined,
  recorded: Position | undefined,
  declaration: Declaration,
): string[] {
  const { production } = reality ?? {};
  return [
    ...(production && production.percent === undefined
      ? [`${production.id} serves users, and nothing tells with which percent it was built`]
      : []),
    ...(real && recorded && !same(real, recorded)
      ? [`users get ${nameOf(real)}, but ${nameOf(recorded)} is on record: ${whyOther(real, reality?.hold)}`]
      : []),
    ...(reality && standing ? flagDrift(reality, standing, declaration) : []),
  ];
}

const whyOther = (real: Position, hold: Reality["hold"]) =>
  hold?.percent === real.percent
    ? "a rollback that is not recorded yet: npx cutover checkpoint"
    : "somebody deployed by hand, or a run is not over";
