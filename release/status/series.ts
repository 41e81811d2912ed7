import type { Figures, GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import type { History } from "../evidence/evidence.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { nameOf } from "../ladder/positions.ts";
import { recordedOf } from "../ladder/recorded.ts";
import type { Point, Series } from "./status.ts";

/**
 * What was measured over time, by the names that figures have: `success_rate…` in percent, `p50…` and `p95…` in seconds, and
 * the share that the gate `routing` observed.
 */
export function seriesOf({ checkpoints, events }: History, { gates: declared }: Pick<Declaration, "gates">): Series {
  const named = (pattern: RegExp) => (gates: readonly GateVerdict[]) => {
    for (const { figures, name } of gates) {
      const value = name === ROUTING_GATE ? undefined : figureNamed(pattern, figures);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const points = (valueIn: (gates: readonly GateVerdict[]) => number | undefined): Point[] =>
    checkpoints.flatMap(({ at, gates, position }) => {
      const value = position.percent > 0 ? valueIn(gates) : undefined;
      return value === undefined ? [] : [{ at: at.toISOString(), value }];
    });
  return {
    success: points(named(/^success_rate/)),
    p50: points(named(/^p50/)),
    p95: points(named(/^p95/)),
    share: points((gates) => shareOf(gates.find(({ name }) => name === ROUTING_GATE))),
    steps: stepsTaken(events),
    successNeeded: successNeeded(declared),
  };
}

function figureNamed(pattern: RegExp, figures: Figures | undefined): number | undefined {
  const [, value] = Object.entries(figures?.result ?? {}).find(([name]) => pattern.test(name)) ?? [];
  return typeof value === "number" ? value : undefined;
}

/** In percent, from the counts that the gate keeps. */
function shareOf(verdict: GateVerdict | undefined): number | undefined {
  const { new: seen, total } = verdict?.figures?.result ?? {};
  if (typeof seen !== "number" || typeof total !== "number" || total <= 0) return undefined;
  return (100 * seen) / total;
}

/** Positions one after the other, each with the moment from which users got it. */
function stepsTaken(events: History["events"]): Series["steps"] {
  const steps: { at: string; name: string; percent: number }[] = [];
  events.forEach((event, index) => {
    const { position } = recordedOf(events.slice(0, index + 1));
    if (!position || nameOf(position) === steps.at(-1)?.name) return;
    steps.push({ at: event.at.toISOString(), name: nameOf(position), percent: position.percent });
  });
  return steps;
}

/** Read out of a condition such as `result.success_rate >= 95.0`. */
function successNeeded(gates: Declaration["gates"]): number | null {
  for (const { pass } of gates) {
    const [, limit] = /\bsuccess_rate\w*\s*>=\s*(\d+(?:\.\d+)?)/.exec(pass ?? "") ?? [];
    if (limit !== undefined) return Number(limit);
  }
  return null;
}
