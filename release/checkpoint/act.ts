import { setTimeout as sleep } from "node:timers/promises";
import type { Site } from "../site/site.ts";
import type { JudgedCriterion } from "./criteria.ts";
import { reasonOf } from "./look.ts";
import type { CheckpointReport } from "./report.ts";

/** What a rollback by a criterion says of itself. */
export interface RollbackOrder {
  /** For people and the evidence: which criteria were met, with their figures. */
  readonly reason: string;
  readonly incident: boolean;
}

/** Rolls back to 0 and returns what it did, as lines for people. Throws only where users are not back. */
export type Act = (order: RollbackOrder) => Promise<readonly string[]>;

/** How long another run of the same moment, which found the same, may take before this one rolls back too. */
const OTHERS_MS = 15_000;

/**
 * Rolls back because of these criteria (S2.11). Recording comes first only in order: it may fail, and delays nothing by more
 * than a few seconds. Of two runs at once, the one whose row was kept rolls back; the other sees to it that it happens.
 */
export async function actOn(
  due: readonly JudgedCriterion[],
  act: Act,
  {
    site,
    recorded,
    signal,
  }: {
    readonly site: Pick<Site, "reality">;
    readonly recorded: CheckpointReport["recorded"];
    readonly signal: AbortSignal;
  },
): Promise<NonNullable<CheckpointReport["rollback"]>> {
  const reason = due.map(({ criterion: { name }, verdict }) => `${name}: ${verdict.observed}`).join("; ");
  const incident = due.some(({ criterion }) => criterion.incident);
  if (recorded === "already" && (await othersDo(site, signal)))
    return { done: true, reason, lines: ["another run of the same moment has rolled back"] };
  try {
    return { done: true, reason, lines: await act({ reason, incident }) };
  } catch (error) {
    return { done: false, reason, why: reasonOf(error) };
  }
}

async function othersDo(site: Pick<Site, "reality">, signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + OTHERS_MS;
  while (Date.now() < until && !signal.aborted) {
    const reality = await site.reality(signal).catch(() => undefined);
    if (reality?.production?.percent === 0) return true;
    await sleep(500, undefined, { signal }).catch(() => {});
  }
  return false;
}
