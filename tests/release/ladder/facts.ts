import type { GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import type { LegacyState } from "../../../config/rollout/legacy.ts";
import { rollout } from "../../../config/rollout/rollout.ts";
import type { Checkpoint, EventFact, History, Position, RolloutEvent } from "../../../release/evidence/evidence.ts";
import { basisDigest, declarationDigest } from "../../../release/ladder/digest.ts";
import type { Declaration } from "../../../release/ladder/ladder.ts";
import type { ProductionDeployment, Reality } from "../../../release/site/site.ts";

/** A moment, counted in hours from the first of March 2027. */
export const hour = (hours: number): Date => new Date(Date.UTC(2027, 2, 1) + hours * 3_600_000);

/** The default ladder with one gate, unless told otherwise. */
export const declare = (declared: Record<string, unknown> = {}): Declaration =>
  rollout.parse({ flag: "V2_ROLLOUT_PERCENT", percent: 0, gates: [successRate], ...declared }) as Declaration;

export const successRate = {
  name: "success rate",
  sql: { query: "select success_rate from cutover_gates.runs" },
  pass: "result.success_rate >= 95.0",
};

export const at = (percent: number, legacy: LegacyState = "serving"): Position => ({ percent, legacy });

export function gate(outcome: GateVerdict["outcome"] = "pass", name = successRate.name): GateVerdict {
  return {
    name,
    outcome,
    observed: outcome === "fail" ? "success_rate 93" : "success_rate 97",
    expected: successRate.pass,
    differences: [],
    ...(outcome === "inconclusive" ? { reason: "3 of 20 samples" } : {}),
    warnings: [],
    sampleSize: outcome === "inconclusive" ? 3 : 412,
    window: { from: hour(0), to: hour(24) },
    request: successRate.sql.query,
    at: hour(24),
    figures: { result: { success_rate: outcome === "fail" ? 93 : 97 }, rows: [] },
  };
}

/** The past of a rollout, told in order; the hours may not go back. */
export class Past {
  readonly events: RolloutEvent[] = [];
  readonly checkpoints: Checkpoint[] = [];
  #id = 0;

  event(hours: number, fact: EventFact): this {
    this.events.push({ ...fact, at: hour(hours), id: ++this.#id, actor: "ada" });
    return this;
  }

  /** A promotion that was granted, and came about in the same moment. */
  promoted(hours: number, from: Position, to: Position, declaration = declare()): this {
    const grant = {
      kind: "granted",
      from,
      to,
      declaration: declarationDigest(declaration),
      baseline: {},
      gates: [],
    } as const;
    return this.event(hours, grant).event(hours, { kind: "arrived", position: to });
  }

  checkpoint(hours: number, facts: Partial<Checkpoint> & Pick<Checkpoint, "position" | "since">): this {
    const gates = facts.gates ?? [gate()];
    const outcomes = gates.map(({ outcome }) => outcome);
    this.checkpoints.push({
      slot: hour(hours),
      scheduled: true,
      declaration: declarationDigest(declare()),
      outcome: outcomes.includes("fail") ? "fail" : outcomes.includes("inconclusive") ? "inconclusive" : "pass",
      criteria: [],
      digest: "",
      actor: "ada",
      at: hour(hours),
      id: ++this.#id,
      ...facts,
      gates,
    });
    return this;
  }

  /** As it is read at that hour; what is judged by was put on record before anything else. */
  history(hours: number, declaration = declare()): History {
    const digest = basisDigest(declaration, undefined);
    const declared = { kind: "declared", digest, at: this.events[0]?.at ?? hour(0), id: 0, actor: "ada" } as const;
    return { now: hour(hours), events: [declared, ...this.events], checkpoints: this.checkpoints };
  }
}

/** At 10 % since hour 0, with all of its checkpoints passed, read just after the last. */
export const readyAt10 = (): Past =>
  [1, 6, 24].reduce(
    (past, hours) => past.checkpoint(hours, { position: at(10), since: hour(0) }),
    new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10)),
  );

export const production = (percent: number | undefined): ProductionDeployment => ({
  id: "dpl_1",
  url: "twin-brains-1.vercel.app",
  createdAt: hour(0),
  commit: "c0ffee0",
  state: "READY",
  percent,
  ours: true,
});

/** What Vercel tells when users get that percent; `null` before the first deployment. */
export const reality = (percent: number | undefined | null, more: Partial<Reality> = {}): Reality => ({
  production: percent === null ? undefined : production(percent),
  flag: { id: "env_1", value: `${percent ?? 0}`, targets: ["production"], comment: "", updatedAt: hour(0) },
  hold: undefined,
  ...more,
});
