import type { Sources } from "../../checks/gates/sources.ts";
import type { Evidence, Position } from "../evidence/evidence.ts";
import { changeObstacles, notDeclared, type Raise } from "../ladder/change-obstacles.ts";
import { decide, free } from "../ladder/decide.ts";
import { basisDigest, digestOf } from "../ladder/digest.ts";
import type { Decision, Declaration } from "../ladder/ladder.ts";
import { compare, settled, zero } from "../ladder/positions.ts";
import { stepsOf } from "../ladder/steps.ts";
import type { Reality } from "../site/site.ts";
import { gather } from "./gather.ts";
import { aboveHold, realPosition } from "./real.ts";

/** A rollout before or after a change. */
export interface Side {
  readonly declaration: Declaration;
  readonly position: Position;
  /** What gates look at: services, workspace, frontend. Editing it is editing the gates. */
  readonly subject?: unknown;
  /** Commands that run before a deploy; undefined where nobody wrote them down. */
  readonly migrations?: readonly string[] | undefined;
}

export interface Change {
  /** What stood before, as it was last applied; undefined when the rollout is created. */
  readonly before: Side | undefined;
  readonly after: Side;
  readonly reality: Reality;
  /** Undefined where the environment names no database. */
  readonly evidence: Evidence | undefined;
  readonly sources: Sources;
  readonly signal: AbortSignal;
}

/**
 * What a change comes to (D4). A promotion is judged by the declaration that stood before, at what users really get; one
 * that raises nothing reads no evidence and is never refused, whatever cannot be reached (S2.10).
 */
export async function judgeChange(change: Change): Promise<Decision> {
  const { before, after, reality } = change;
  const from = realPosition(reality, before?.position);
  const to = settled(after.position);
  // Where users cannot be seen, the state's word is enough to go down or to stay, never to rise.
  const seen = from ?? before?.position;
  if (to.percent === 0 || (before && seen && compare(to, seen) <= 0 && !aboveHold(to, reality))) return free(seen, to);

  const stood = before?.declaration ?? after.declaration;
  const raise: Raise = {
    from,
    to,
    steps: stepsOf(stood),
    created: before === undefined,
    edited: before !== undefined && edited(before, after),
    migrates: before !== undefined && migrates(before, after),
    hold: reality.hold,
  };
  if (raise.created) return decide(raise, { standing: undefined, gates: [], trouble: [] });
  // What no evidence could open is not measured: preview stays quick, and no gate of an odd change is run.
  const hopeless = changeObstacles(raise).some(({ code }) => code !== "rolled-back");
  const found = await gather(stood, from ?? zero, change, { judgeGates: !hopeless });
  const strange = before && found.standing && found.standing.declared?.digest !== basisOf(before);
  return decide(raise, strange ? { ...found, trouble: [notDeclared(from ?? zero), ...found.trouble] } : found);
}

const edited = (before: Side, after: Side) => basisOf(before) !== basisOf(after);
const migrates = ({ migrations: stood }: Side, { migrations = [] }: Side) =>
  stood !== undefined && digestOf([...stood].sort()) !== digestOf([...migrations].sort());
const basisOf = ({ declaration, subject }: Side) => basisDigest(declaration, subject);
