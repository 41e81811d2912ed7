import { describe, expect, it, vi } from "vitest";
import type { GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import type { EventFact, History, RolloutEvent } from "../../../release/evidence/evidence.ts";
import { decide } from "../../../release/ladder/decide.ts";
import { dueRun } from "../../../release/ladder/due-run.ts";
import { standingOf } from "../../../release/ladder/standing.ts";
import { stepsOf } from "../../../release/ladder/steps.ts";
import { judgeChange } from "../../../release/promotion/judge-change.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { noEvidence, noSources } from "../promotion/judged.ts";
import { at, declare, gate, hour, Past, reality } from "./facts.ts";

/** On a busy machine. */
vi.setConfig({ testTimeout: 60_000 });
const declaration = declare();
const steps = stepsOf(declaration);

/** What may happen at 10 %, each after a while. */
type Happening =
  | {
      readonly what: "run";
      readonly outcome: GateVerdict["outcome"];
      readonly as: "asked" | "unscheduled" | "of another time";
    }
  | { readonly what: "event"; readonly fact: EventFact };

const events: readonly EventFact[] = [
  { kind: "declared", digest: "d" },
  { kind: "drifted", percent: 50 },
  { kind: "drifted", percent: 10 },
  { kind: "rolled-back", from: at(10), to: at(0), automatic: false },
  { kind: "arrived", position: at(10) },
  { kind: "granted", from: at(0), to: at(10), declaration: "d", baseline: {}, gates: [] },
  { kind: "held", reason: "an audit" },
  { kind: "lifted" },
  { kind: "explained", cause: "a leak", fix: "closed" },
  { kind: "reconciled", position: at(0) },
  { kind: "complaint", text: "slow" },
  { kind: "deleted", position: at(10) },
];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("run" as const),
      outcome: fc.oneof(
        { weight: 8, arbitrary: fc.constant("pass" as const) },
        { weight: 1, arbitrary: fc.constantFrom("fail" as const, "inconclusive" as const) },
      ),
      as: fc.oneof(
        { weight: 8, arbitrary: fc.constant("asked" as const) },
        { weight: 1, arbitrary: fc.constantFrom("unscheduled" as const, "of another time" as const) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...events).map((fact) => ({ what: "event" as const, fact })) },
);
/** In hours; most as far apart as the ladder's own checkpoints. */
const wait = fc.constantFrom(0.05, 0.1, 1, 5, 18, 24);
const life = fc.array(fc.tuple(wait, happening), { maxLength: 14 });

/** A past at 10 %, with a run of the watch at its end, so that this alone keeps nothing back. */
function pastOf(happenings: readonly (readonly [number, Happening])[]): { past: Past; now: number } {
  const past = new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10));
  let now = 0;
  for (const [hours, happened] of happenings) {
    now += hours;
    if (happened.what === "event") {
      past.event(now, happened.fact);
      continue;
    }
    const standing = standingOf(declaration, past.history(now), at(10));
    const run = dueRun(standing, declaration);
    past.checkpoint(now, {
      position: at(10),
      since: happened.as === "of another time" ? hour(-5) : standing.since,
      slot: run.slot,
      scheduled: happened.as === "unscheduled" ? false : run.scheduled,
      gates: [gate(happened.outcome)],
    });
  }
  return { past, now };
}

const judged = (history: History, outcome: GateVerdict["outcome"] = "pass") =>
  decide(
    { from: at(10), to: at(50), steps, created: false, edited: false, migrates: false, hold: undefined },
    { standing: standingOf(declaration, history, at(10)), gates: [gate(outcome)], trouble: [] },
  );

/** The moment of the last thing after which 24 h at 10 % have to pass, counted without the ladder's own code. */
function began({ events, checkpoints }: History): number {
  let percent = 10;
  let last = 0;
  for (const row of [...events, ...checkpoints].sort((a, b) => a.id - b.id)) {
    const moved = "kind" in row ? percentAfter(row) : undefined;
    const failed = !("kind" in row) && row.scheduled && row.outcome === "fail";
    if (failed || ("kind" in row && row.kind === "declared") || (moved !== undefined && moved !== percent))
      last = +row.at;
    percent = moved ?? percent;
  }
  return Math.max(0, (last - +hour(0)) / 3_600_000);
}

const percentAfter = (event: RolloutEvent) =>
  event.kind === "drifted"
    ? event.percent
    : event.kind === "arrived"
      ? event.position.percent
      : event.kind === "rolled-back"
        ? event.to.percent
        : undefined;

describe("any past of a rollout at 10 %", () => {
  it("S2.2 opens 50 % only with the whole dwell and a passing run for each moment since the last fault", () => {
    let opened = 0;
    fc.assert(
      fc.property(life, (happenings) => {
        const { past, now } = pastOf(happenings);
        const history = past.history(now);
        if (judged(history).outcome !== "promote") return;
        opened += 1;
        const since = began(history);
        expect(now - since).toBeGreaterThanOrEqual(24 - 1e-6);
        for (const due of [1, 6, 24]) {
          const answered = history.checkpoints.some(
            (run) => run.at >= hour(since + due - 1e-6) && run.since >= hour(since - 1e-6) && run.outcome === "pass",
          );
          expect(answered).toBe(true);
        }
        expect(history.events.findLast(({ kind }) => kind === "held" || kind === "lifted")?.kind).not.toBe("held");
        expect(judged(history, "fail").outcome).toBe("refuse");
        expect(judged(history, "inconclusive").outcome).toBe("refuse");
      }),
      { numRuns: 1000 * scale },
    );
    expect(opened).toBeGreaterThan(10 * scale);
  });

  it("opens 50 % in the end when it is held at nothing and every run that is asked for comes and passes", () => {
    fc.assert(
      fc.property(life, (happenings) => {
        const { past, now } = pastOf(happenings);
        const settle: EventFact[] = [
          { kind: "granted", from: at(0), to: at(10), declaration: "d", baseline: {}, gates: [] },
          { kind: "arrived", position: at(10) },
          { kind: "lifted" },
          { kind: "explained", cause: "a leak", fix: "closed" },
          { kind: "reconciled", position: at(0) },
        ];
        for (const fact of settle) past.event(now, fact);
        const more = [1, 5, 18].map((hours) => [hours, { what: "run", outcome: "pass", as: "asked" }] as const);
        let then = now;
        for (const [hours] of more) {
          then += hours;
          const standing = standingOf(declaration, past.history(then), at(10));
          const { slot, scheduled } = dueRun(standing, declaration);
          past.checkpoint(then, { position: at(10), since: standing.since, slot, scheduled });
        }
        expect(judged(past.history(then)).obstacles).toEqual([]);
      }),
      { numRuns: 300 * scale },
    );
  });

  it("never says a moment as the earliest at which it would still be refused for its dwell alone", () => {
    fc.assert(
      fc.property(life, (happenings) => {
        const { past, now } = pastOf(happenings);
        const { earliest, standing } = judged(past.history(now));
        // What is not on record begins whenever it is looked at.
        if (!standing?.because) return;
        if (!earliest) throw new Error("10 % has a next step");
        const then = judged({ ...past.history(now), now: earliest });
        expect(then.obstacles.filter(({ code }) => code === "dwell")).toEqual([]);
        expect(then.earliest).toEqual(earliest);
      }),
      { numRuns: 300 * scale },
    );
  });
});

describe("any change", () => {
  const position = fc.constantFrom(...steps.map((step) => step.position));
  const real = fc.option(fc.constantFrom(0, 3, 10, 50, 100), { nil: undefined });

  it("S2.10 to 0 is free, whatever stands, is real, is edited or cannot be reached", async () => {
    const declared = fc.constantFrom(declaration, declare({ gates: [] }));
    await fc.assert(
      fc.asyncProperty(position, real, declared, fc.boolean(), async (from, percent, edited, held) => {
        const { outcome } = await judgeChange({
          before: { declaration, position: from },
          after: { declaration: edited, position: at(0) },
          reality: reality(percent, held ? { hold: { percent: 0, at: hour(0) } } : {}),
          evidence: noEvidence,
          sources: noSources,
          signal: AbortSignal.timeout(5000),
        });
        expect(["hold", "roll-back"]).toContain(outcome);
      }),
      { numRuns: 200 * scale },
    );
  });
});
