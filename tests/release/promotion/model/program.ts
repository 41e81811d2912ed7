import type { LegacyState } from "../../../../config/rollout/legacy.ts";
import { rollout } from "../../../../config/rollout/rollout.ts";
import type { Declaration } from "../../../../release/ladder/ladder.ts";
import { flagName } from "./vercel.ts";

/** What Git says about the rollout. */
export interface Program {
  readonly percent: number;
  readonly legacy: LegacyState;
  readonly kind: Kind;
  /** What the gates look at. */
  readonly domain: string;
  /** Digest of what else is built into a deployment. */
  readonly builtFrom: string;
}

export type Kind = "usual" | "weaker gate" | "shorter dwell";

const gate = (least: string) => ({
  name: "success rate",
  sql: { query: "select success_rate, samples from cutover_gates.runs" },
  pass: `result.success_rate >= ${least}`,
});
const ladder = (dwell: { ten: string; fifty: string }) => [
  { percent: 0 },
  { percent: 10, dwell: dwell.ten, checkpoints: [{ at: ["PT1H", dwell.ten] }] },
  { percent: 50, dwell: dwell.fifty, checkpoints: [{ every: "PT12H" }] },
  { percent: 100, dwell: "P2D", checkpoints: [{ every: "P1D" }] },
];
const after = { dwell: "P2D", checkpoints: [{ every: "P1D" }] };
const usual = {
  flag: flagName,
  percent: 0,
  ladder: ladder({ ten: "PT24H", fifty: "PT24H" }),
  legacy: { deprecated: after, removed: after },
  gates: [gate("95.0")],
  rollbackWhen: [
    {
      name: "collapse",
      sql: { query: "select success_rate from cutover_gates.runs" },
      when: "result.success_rate < 50.0",
    },
  ],
};

/** What a kind asks for, in plain figures: the oracle's own reading of it. */
export const kinds: Readonly<
  Record<Kind, { readonly declaration: Declaration; readonly least: number; readonly tenHours: number }>
> = {
  usual: { declaration: declared({}), least: 95, tenHours: 24 },
  "weaker gate": { declaration: declared({ gates: [gate("0.0")] }), least: 0, tenHours: 24 },
  "shorter dwell": {
    declaration: declared({ ladder: ladder({ ten: "PT2H", fifty: "PT24H" }) }),
    least: 95,
    tenHours: 2,
  },
};

/** Percent and legacy state in order, as a person would write them down. */
export const rungs = [
  { percent: 0, legacy: "serving" },
  { percent: 10, legacy: "serving" },
  { percent: 50, legacy: "serving" },
  { percent: 100, legacy: "serving" },
  { percent: 100, legacy: "deprecated" },
  { percent: 100, legacy: "removed" },
  { percent: 100, legacy: "retired" },
] as const satisfies readonly { percent: number; legacy: LegacyState }[];

/** How long a rung lasts at least, and when evidence is due on it, in hours. */
export function rungTimes(rung: number, kind: Kind): { readonly dwell: number; readonly due: readonly number[] } {
  const { tenHours } = kinds[kind];
  if (rung === 1) return { dwell: tenHours, due: [1, tenHours] };
  if (rung === 2) return { dwell: 24, due: [12, 24] };
  return rung > 2 && rung < 6 ? { dwell: 48, due: [24, 48] } : { dwell: 0, due: [] };
}

function declared(edits: Record<string, unknown>): Declaration {
  return rollout.parse({ ...usual, ...edits }) as Declaration;
}
