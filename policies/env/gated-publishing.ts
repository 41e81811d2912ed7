import type { PlainRecord } from "../unknown.ts";
import { Unknown } from "../unknown.ts";
import { gateRuns, isAutoPublish, isOff, isRegressionGate } from "./switches.ts";

/** A switch that publishes by itself, and the gate that is to judge first what it publishes; null where there is none. */
export interface Publishing {
  readonly key: string;
  readonly gate: string | null;
}

/** What one environment publishes by itself without a gate that runs. What is not known yet is left to others. */
export function ungatedPublishing(env: PlainRecord): Publishing[] {
  const gates = Object.keys(env).filter((key) => isRegressionGate(key) && env[key] !== null);
  return Object.entries(env).flatMap(([key, value]): Publishing[] => {
    if (!isAutoPublish(key) || value === null || value instanceof Unknown || isOff(value)) return [];
    const own = gates.filter((gate) => featureOf(gate) === featureOf(key));
    const judges = own.length > 0 ? own : gates.filter((gate) => areRelated(featureOf(gate), featureOf(key)));
    const resting = judges.find((gate) => !(env[gate] instanceof Unknown) && !gateRuns(gate, env[gate]));
    if (judges.length > 0 && resting === undefined) return [];
    return [{ key, gate: resting ?? null }];
  });
}

/** What a switch belongs to: `FEEDBACK_LEARNING` of `FEEDBACK_LEARNING_RUN_REGRESSION_GATE`. */
const featureOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(/_?(?:AUTO_?PUBLISH|REGRESSION_?GATE).*$/, "")
    .replace(/(?:^|_)(?:RUN|REQUIRE|ENABLE|USE|SKIP|DISABLE|BYPASS|NO)$/, "");

/** A gate without a feature of its own judges everything, as does one whose name is only longer or shorter. */
const areRelated = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);
