import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import type { Checkpoint } from "../evidence/evidence.ts";
import type { Declaration } from "../ladder/ladder.ts";
import type { Standing } from "../ladder/standing.ts";

const everyMs = 30 * 60_000;

/** What is still watched after a rollback (S2.10). */
export interface Aftermath {
  readonly since: Date;
  /** Gates that are to be asked in this run. */
  readonly ask: readonly string[];
  /** Gates that have not passed since the rollback. */
  readonly open: readonly string[];
}

/**
 * After a rollback to 0 two things are watched until they are so: all requests go to the old version, and jobs of the new
 * one have ended. The latter is asked every 30 minutes, and first when so much time has passed: before that nothing is stuck.
 * Undefined where there was no rollback, or where all of it is done.
 */
export function aftermathOf(
  standing: Standing,
  declaration: Declaration,
  checkpoints: readonly Checkpoint[],
): Aftermath | undefined {
  const { rollback, position, now } = standing;
  if (!rollback || position.percent > 0) return undefined;
  const { at: since, id } = rollback.event;
  const runs = checkpoints.filter((run) => run.id > id);
  const passed = (name: string) =>
    runs.some(({ gates }) => gates.some((gate) => gate.name === name && gate.outcome === "pass"));
  const asked = (name: string) => runs.findLast(({ gates }) => gates.some((gate) => gate.name === name))?.at ?? since;
  const jobs = jobGates(declaration).filter((name) => !passed(name));
  const routed = declaration.routing && !passed(ROUTING_GATE) ? [ROUTING_GATE] : [];
  if (jobs.length + routed.length === 0) return undefined;
  const dueJobs = jobs.filter((name) => now.getTime() - asked(name).getTime() >= everyMs);
  return { since, ask: [...routed, ...dueJobs], open: [...routed, ...jobs] };
}

/** The gates that tell whether jobs are still under way: by their name, as `stuck imports` of the ready set. */
export const jobGates = ({ gates }: Declaration): string[] =>
  gates.filter(({ name }) => /\bstuck\b/i.test(name)).map(({ name }) => name);
