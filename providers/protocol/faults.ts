import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { closest, distance } from "fastest-levenshtein";
import type { Issue } from "./parse-inputs.ts";
import { formatPath, parsePath, type Step } from "./path.ts";
import type { Fault } from "./resource.ts";
import { isRecord, Secret, type Wire, type WireRecord } from "./wire.ts";

const longestShown = 80;
/** A key further away than this is another word, not a typing error. */
const nearest = 3;

/** One fault per issue; a key that the schema does not know is its own fault, with the nearest known one. */
export function faultsOf(issues: readonly Issue[]): Fault[] {
  return issues.flatMap(({ path, message, unrecognized }) => {
    if (!unrecognized) return [{ path: formatPath(path), reason: message }];
    return unrecognized.keys.map((key) => {
      const near = closestTo(key, unrecognized.known);
      return { path: formatPath([...path, key]), reason: `unknown property${near ? `; did you mean ${near}?` : ""}` };
    });
  });
}

function closestTo(key: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(key, known);
  return distance(key, near) <= nearest ? near : undefined;
}

/**
 * The engine's check failures. The engine prints the value of a property that a failure names, with secrets in clear, so
 * only plain values at the top are named; elsewhere path and value, masked, are part of the reason.
 */
export function checkFailures(
  faults: readonly Fault[],
  inputs: WireRecord,
  { secrets = [] as readonly string[], mask = (text: string) => text } = {},
): provider.CheckFailure[] {
  return faults.map(({ path, reason }) => {
    const failure = new provider.CheckFailure();
    const steps = parsePath(path) ?? [];
    const [first] = steps;
    const value = valueAt(inputs, steps);
    const secret = value === hidden || secrets.includes(String(first));
    if (steps.length === 1 && !secret && ["string", "number", "boolean"].includes(typeof value)) {
      return failure.setProperty(String(first)).setReason(mask(reason));
    }
    if (path === "") return failure.setReason(mask(reason));
    const shown = value === undefined ? "" : secret ? " (its value is secret)" : ` is ${mask(show(value))}`;
    return failure.setReason(`${path}${shown}: ${mask(reason)}`);
  });
}

const hidden = Symbol("a secret value");

function valueAt(inputs: WireRecord, steps: readonly Step[]): Wire | undefined | typeof hidden {
  let value: Wire | undefined = inputs;
  for (const step of steps) {
    if (value instanceof Secret) return hidden;
    if (!isRecord(value) && !Array.isArray(value)) return undefined;
    value = (value as { readonly [key: string]: Wire })[step];
  }
  return value instanceof Secret ? hidden : value;
}

function show(value: Wire | typeof hidden): string {
  const text = JSON.stringify(value, (_key, item: unknown) => (item instanceof Secret ? "[secret]" : item)) ?? "";
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
