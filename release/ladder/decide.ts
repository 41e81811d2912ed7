import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Position } from "../evidence/evidence.ts";
import { changeObstacles, type Raise } from "./change-obstacles.ts";
import { evidenceObstacles, gateObstacles } from "./evidence-obstacles.ts";
import type { Decision, Obstacle } from "./ladder.ts";
import { compare } from "./positions.ts";
import type { Standing } from "./standing.ts";

/** What is known about a change that raises the position. */
export interface Evidenced {
  /** Absent when no evidence could be read; then `trouble` says why. */
  readonly standing: Standing | undefined;
  /** The step's gates as they are now, then those that the next step compares with; empty when none was judged. */
  readonly gates: readonly GateVerdict[];
  /** Why evidence could not be had. */
  readonly trouble: readonly Obstacle[];
}

/** A change that raises nothing: it needs no evidence, and nothing refuses it (S2.10). */
export const free = (from: Position | undefined, to: Position): Decision => ({
  outcome: from && compare(to, from) === 0 ? "hold" : "roll-back",
  from,
  to,
  obstacles: [],
  gates: [],
});

/** A change that raises: it happens when nothing at all speaks against it. */
export function decide(raise: Raise, { standing, gates, trouble }: Evidenced): Decision {
  const spoken = [
    ...changeObstacles(raise),
    ...(standing ? evidenceObstacles(standing, raise.to) : []),
    ...gateObstacles(gates, standing?.step),
    ...trouble,
  ];
  const found = spoken.length > 0 ? spoken : unjudged(gates, standing);
  const obstacles = once(found);
  return {
    outcome: obstacles.length > 0 ? "refuse" : "promote",
    from: raise.from,
    to: raise.to,
    obstacles,
    ...(standing?.earliest ? { earliest: standing.earliest } : {}),
    gates,
    ...(standing ? { standing } : {}),
  };
}

/** A rollback is left both at the flag and on record; one sentence is enough, and the one that names the pull request. */
export const once = (found: readonly Obstacle[]): readonly Obstacle[] =>
  found.filter(
    ({ code, what }, index) =>
      !found.some(
        (other, at) =>
          other.code === code && other.what.startsWith(what) && (other.what.length > what.length || at > index),
      ),
  );

/** Where nothing speaks against it, every gate of the step has to speak for it. */
function unjudged(gates: readonly GateVerdict[], standing: Standing | undefined): readonly Obstacle[] {
  const passed = new Set(gates.filter(({ outcome }) => outcome === "pass").map(({ name }) => name));
  const open = standing?.step?.gates.filter((name) => !passed.has(name)) ?? ["all"];
  return open.map((name) => ({ code: "gate", what: `gate ${name}: was not judged`, detail: "run it again" }));
}
