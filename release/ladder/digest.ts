import { createHash } from "node:crypto";
import type { Declaration } from "./ladder.ts";

/**
 * Digest of what is declared, without where the rollout stands (percent, legacy state): two declarations with one digest
 * judge alike. Stable under the order of keys and under what a JSON round trip drops.
 *
 * @returns sha256, hex
 */
export const declarationDigest = (declaration: Declaration): string => {
  const { flag, ladder, routing, gates, rollbackWhen, minSamples, watchEvery } = declaration;
  const { deprecated, removed } = declaration.legacy;
  const legacy = { deprecated, removed };
  return digestOf({ flag, ladder, legacy, routing, gates, rollbackWhen, minSamples, watchEvery });
};

/**
 * Digest of all that a judgement rests on: what is declared, and what its gates look at. With an edit the dwell begins anew.
 * @returns sha256, hex
 */
export const basisDigest = (declaration: Declaration, subject: unknown): string =>
  digestOf({ declaration: declarationDigest(declaration), subject });

/** @returns sha256 of a JSON value, hex; the order of keys does not matter, that of lists does. */
export const digestOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value, inOrder) ?? "")
    .digest("hex");

function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
