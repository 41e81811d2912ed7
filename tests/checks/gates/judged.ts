import { evaluateGates } from "../../../checks/gates/evaluate-gates.ts";
import type { GateContext } from "../../../checks/gates/gate-context.ts";
import type { GateVerdict, Row } from "../../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../../checks/gates/sources.ts";
import { type Gate, gate } from "../../../config/rollout/gate.ts";

export const now = new Date("2026-02-10T12:00:00Z");
export const stepBegan = new Date("2026-02-08T12:00:00Z");

const nothing = async () => ({ unmeasured: "nobody is there" });

/** Everything that gates may ask, of which nothing answers but what is given. */
export const sourcesWith = (given: Partial<Sources>): Sources => ({
  sql: nothing,
  http: async () => {
    throw new Error("nobody is there");
  },
  renderLogs: nothing,
  renderMetrics: nothing,
  vercelLogs: nothing,
  complaints: nothing,
  ...given,
});

/** A database that answers every query with these rows. */
export const answering = (...rows: readonly Row[]): Partial<Sources> => ({ sql: async () => ({ rows }) });

export const contextWith = (sources: Partial<Sources>, more: Partial<GateContext> = {}): GateContext => ({
  sources: sourcesWith(sources),
  ...{ now, stepBegan, percent: 50, minSamples: 0, baseline: {}, first: false },
  earlier: () => [],
  signal: new AbortController().signal,
  ...more,
});

/** A gate as the configuration has it: with its defaults. */
export const declared = (fields: object): Gate => gate.parse({ name: "it", ...fields });
export const sqlGate = (fields: object) => declared({ sql: { query: "select 1" }, ...fields });

/** The verdict of one gate. */
export async function judged(
  gate: Gate,
  sources: Partial<Sources>,
  more: Partial<GateContext> = {},
): Promise<GateVerdict> {
  const [verdict] = await evaluateGates([gate], contextWith(sources, more));
  if (!verdict) throw new Error("a gate has no verdict");
  return verdict;
}
