import { describe, expect, it } from "vitest";
import type { Position } from "../../../release/evidence/evidence.ts";
import type { Declaration, Obstacle } from "../../../release/ladder/ladder.ts";
import { type Change, judgeChange } from "../../../release/promotion/judge-change.ts";
import type { FlagHold } from "../../../release/site/site.ts";
import { at, declare, gate, hour, Past, readyAt10, reality, successRate } from "../ladder/facts.ts";
import { answering, noEvidence, noSources, read, unreachable } from "./judged.ts";

const declaration = declare();
const good = answering({ success_rate: 97 });
const bad = answering({ success_rate: 93 });

interface Case extends Partial<Omit<Change, "before" | "after">> {
  readonly from?: Position | undefined;
  readonly to: Position;
  readonly edited?: Declaration;
  readonly real?: number | null;
}

/** At 10 %, ready for 50 %, unless told otherwise. */
function judge({ from = at(10), to, edited = declaration, real = from.percent, ...change }: Case, hours = 24) {
  return judgeChange({
    before: { declaration, position: from },
    after: { declaration: edited, position: to },
    reality: reality(real),
    evidence: read(readyAt10().history(hours)),
    sources: good,
    signal: AbortSignal.timeout(5000),
    ...change,
  });
}

const told = ({ what, detail }: Obstacle) => [what, detail];

describe("a change that raises nothing", () => {
  const down = { evidence: noEvidence, sources: noSources };

  it.each([
    ["to a lower step", at(50), at(10)],
    ["to 0 from any step", at(100), at(0)],
    ["to a percent that is no step", at(50), at(30)],
    ["from what follows 100 %", at(100, "removed"), at(100)],
    ["below 100 %, with what followed it still declared", at(100, "deprecated"), at(50, "deprecated")],
  ])("S2.10 is never refused and reads no evidence: %s", async (_, from, to) => {
    const { outcome, obstacles } = await judge({ ...down, from, to });
    expect([outcome, obstacles]).toEqual(["roll-back", []]);
  });

  it("S2.10 may edit ladder and gates in the same change", async () => {
    const edited = declare({ gates: [], ladder: [{ percent: 0 }, { percent: 100, dwell: "PT1S" }] });
    expect((await judge({ ...down, from: at(50), to: at(0), edited })).outcome).toBe("roll-back");
  });

  it("reads nothing where it stays, or where the ladder alone is edited", async () => {
    expect((await judge({ ...down, to: at(10) })).outcome).toBe("hold");
    expect((await judge({ ...down, to: at(10), edited: declare({ gates: [] }) })).outcome).toBe("hold");
  });

  it("S2.10 goes down, and stays, where Vercel does not tell which percent users get", async () => {
    const hidden = { ...down, reality: reality(undefined) };
    expect((await judge({ ...hidden, from: at(50), to: at(10) })).outcome).toBe("roll-back");
    expect((await judge({ ...hidden, from: at(50), to: at(50) })).outcome).toBe("hold");
  });

  it("S2.10 to 0 passes whatever a rollback left at the flag", async () => {
    const hold = { percent: 0, at: hour(1) };
    expect((await judge({ ...down, to: at(0), reality: reality(10, { hold }) })).outcome).toBe("roll-back");
  });
});

describe("a promotion", () => {
  it("S2.6 is granted when the dwell is over and every checkpoint and gate passes", async () => {
    const { outcome, obstacles, gates, earliest } = await judge({ to: at(50) });
    expect([outcome, obstacles, gates.map((verdict) => verdict.outcome), earliest]).toEqual([
      "promote",
      [],
      ["pass"],
      hour(24),
    ]);
  });

  it("from 0 % needs no dwell and no evidence but the history", async () => {
    const past = new Past().event(0, { kind: "created", position: at(0) });
    const first = { from: at(0), to: at(10), evidence: read(past.history(0)), sources: noSources };
    expect((await judge(first)).outcome).toBe("promote");
    expect((await judge({ ...first, real: null })).outcome).toBe("promote");
  });

  it("S2.7 measures what the next step compares with, and lets it decide nothing yet", async () => {
    const holds = { ...successRate, name: "success holds", pass: "result.success_rate >= baseline.success_rate" };
    const compared = declare({ gates: [successRate, holds] });
    const past = readyAt10();
    const checkpoints = past.checkpoints.map((run) => ({ ...run, declaration: "" }));
    const { obstacles, gates } = await judge({
      ...{ to: at(50), edited: compared, evidence: read({ ...past.history(24, compared), checkpoints }) },
      before: { declaration: compared, position: at(10) },
    } as Case);
    expect(gates.map(({ name, figures }) => [name, figures?.result.success_rate])).toEqual([
      ["success rate", 97],
      ["success holds", 97],
    ]);
    expect(obstacles.map(({ code }) => code)).toEqual(["checkpoint-missing"]);
  });

  it("S2.2 is judged by what stood before, not by what it brings along", async () => {
    const past = new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10));
    const edited = declare({
      gates: [],
      ladder: [{ percent: 0 }, { percent: 10, dwell: "PT1S" }, { percent: 100, dwell: "PT1S" }],
    });
    const { obstacles } = await judge({ to: at(100), edited, evidence: read(past.history(1)), sources: noSources });
    expect(obstacles.map(({ code }) => code)).toEqual([
      "not-next",
      "edited-together",
      "dwell",
      "checkpoint-missing",
      "not-watched",
    ]);
  });
});

describe("a promotion is refused", () => {
  it.each([
    [
      at(100),
      "10 % → 100 % skips 50 %; the step that is due is 50 %",
      "first: pulumi config set --path cutover:rollout.percent 50",
    ],
    [
      at(100, "removed"),
      "10 % → removed skips 50 %, 100 %, and deprecated; the step that is due is 50 %",
      "first: pulumi config set --path cutover:rollout.percent 50",
    ],
    [
      at(30),
      "30 % is no step of the ladder that stands; the step that is due is 50 %",
      "first: pulumi config set --path cutover:rollout.percent 50",
    ],
  ])("S2.2 when it skips a step: to %o", async (to, what, detail) => {
    const { outcome, obstacles } = await judge({ to, sources: noSources });
    expect([outcome, obstacles.map(told)]).toEqual(["refuse", [[what, detail]]]);
  });

  it("S2.8 when it skips a step after 100 %", async () => {
    const { obstacles } = await judge({ from: at(100), to: at(100, "removed"), sources: noSources });
    expect(obstacles[0] && told(obstacles[0])).toEqual([
      "100 % → removed skips deprecated; the step that is due is deprecated",
      "first: pulumi config set --path cutover:rollout.legacy.state deprecated",
    ]);
  });

  it("when users are at a percent that is no step: back first", async () => {
    const { obstacles } = await judge({ to: at(50), real: 30, sources: noSources });
    expect(obstacles[0] && told(obstacles[0])).toEqual([
      "30 % is no step of the ladder; the step that is due is 10 %",
      "first: pulumi config set --path cutover:rollout.percent 10",
    ]);
  });

  it("when what users really get makes it skip, whatever the state says", async () => {
    const { obstacles } = await judge({ from: at(10), to: at(50), real: 0 });
    expect(obstacles[0]?.what).toBe("0 % → 50 % skips 10 %; the step that is due is 10 %");
  });

  it.each([
    ["a gate", declare({ gates: [{ ...successRate, pass: "result.success_rate >= 90.0" }] }), undefined],
    [
      "the ladder",
      declare({ ladder: [{ percent: 0 }, { percent: 50, dwell: "PT1S" }, { percent: 100, dwell: "PT1S" }] }),
      undefined,
    ],
    ["what its gates look at", declaration, { domain: "staging.example" }],
  ])("S2.2 when %s is edited in the same change, and no gate is asked then", async (_, edited, subject) => {
    const { obstacles } = await judge({
      ...{ to: at(50), sources: noSources },
      after: { declaration: edited, position: at(50), subject },
    } as Case);
    expect(obstacles.map(told)).toEqual([
      [
        "the rollout is raised in the same change that edits its ladder, its gates or what they look at",
        "apply the edit by itself, which begins the dwell again; first: pulumi config set --path cutover:rollout.percent 10",
      ],
    ]);
  });

  it("when it creates a rollout above 0", async () => {
    const { obstacles } = await judge({
      to: at(50),
      before: undefined,
      real: 50,
      evidence: noEvidence,
      sources: noSources,
    } as Case);
    expect(obstacles.map(told)).toEqual([
      [
        "a rollout begins at 0 %, not at 50 %",
        "begin: pulumi config set --path cutover:rollout.percent 0; where users are on it already, import it (its dwell begins then)",
      ],
    ]);
  });

  it("when Vercel does not tell which percent users get", async () => {
    const { obstacles } = await judge({ to: at(50), reality: reality(undefined), sources: noSources });
    expect(obstacles[0] && told(obstacles[0])).toEqual([
      "which percent users get cannot be told, so it cannot be raised",
      "production was deployed by hand while the flag was changed; back to what is known: npx cutover rollback --to 0",
    ]);
  });

  it("when users have the present percent from somebody who set it by hand", async () => {
    const past = readyAt10().event(25, { kind: "drifted", percent: 50 });
    const { obstacles } = await judge({ from: at(50), to: at(100), evidence: read(past.history(26)) });
    expect(obstacles[0] && told(obstacles[0])).toEqual([
      "50 % was set by hand and never granted; 10 % was",
      "put it back: pulumi config set --path cutover:rollout.percent 10 and pulumi up, or npx cutover rollback --to 0",
    ]);
  });

  it("S2.2 before the dwell is over, with the earliest moment", async () => {
    const past = readyAt10();
    const early = { ...past.history(18.5), checkpoints: past.checkpoints.slice(0, 2) };
    const { obstacles, earliest } = await judge({ to: at(50), evidence: read(early) });
    expect(obstacles.filter(({ code }) => code === "dwell").map(told)).toEqual([
      ["10 % has not stood for 1 d yet", "5 h 30 min left, until 2027-03-02 00:00 UTC"],
    ]);
    expect(earliest).toEqual(hour(24));
  });

  it("S2.2 when a checkpoint failed, until its dwell is over once more", async () => {
    const past = new Past()
      .event(0, { kind: "created", position: at(0) })
      .promoted(0, at(0), at(10))
      .checkpoint(6, { position: at(10), since: hour(0), gates: [gate("fail")] });
    const { obstacles, earliest } = await judge({ to: at(50), evidence: read(past.history(6.1)) });
    expect(obstacles.map(told)).toEqual([
      [
        "a checkpoint at 10 % failed, which began its dwell again",
        "2027-03-01 06:00 UTC; success rate: success_rate 93 (expected result.success_rate >= 95.0; 412 samples in 1 d)",
      ],
      ["10 % has not stood for 1 d yet", "23 h 54 min left, until 2027-03-02 06:00 UTC"],
    ]);
    expect(earliest).toEqual(hour(30));
  });

  it("S2.5 when a checkpoint is missing, or could not measure", async () => {
    const { events, checkpoints } = readyAt10().history(24);
    const [first, , last] = checkpoints;
    if (!first || !last) throw new Error("three checkpoints are expected");
    const open = { ...last, outcome: "inconclusive" as const, gates: [gate("inconclusive")] };
    const missing = await judge({
      to: at(50),
      evidence: read({ now: hour(24.1), events, checkpoints: [first, open] }),
    });
    expect(missing.obstacles.map(told)).toEqual([
      [
        "evidence that was due at 10 % is missing",
        "due 2027-03-01 06:00 UTC: success rate: inconclusive: 3 of 20 samples (expected result.success_rate >= 95.0; 3 samples in 1 d); due 2027-03-02 00:00 UTC: success rate: inconclusive: 3 of 20 samples (expected result.success_rate >= 95.0; 3 samples in 1 d); record it: npx cutover checkpoint",
      ],
    ]);
  });

  it("S2.6 when a gate does not pass now, though every checkpoint did", async () => {
    const { outcome, obstacles } = await judge({ to: at(50), sources: bad });
    expect([outcome, obstacles.map(({ what }) => what)]).toEqual(["refuse", ["gate success rate: does not pass"]]);
    expect(obstacles[0]?.detail).toContain("93");
  });

  it("S2.6 when a gate is inconclusive now: no pass, and no failure", async () => {
    const { obstacles } = await judge({ to: at(50), sources: answering({ success_rate: 97, samples: 3 }) });
    expect(obstacles.map(({ what }) => what)).toEqual(["gate success rate: inconclusive"]);
  });

  it("when a gate is declared wrongly", async () => {
    const sources = { ...noSources, sql: async () => ({ misdeclared: 'column "rate" does not exist' }) };
    const { obstacles } = await judge({ to: at(50), sources });
    expect(obstacles.map(({ code, what }) => [code, what])).toEqual([
      ["misdeclared", "a gate is declared wrongly, so it cannot be judged"],
    ]);
    expect(obstacles[0]?.detail).toContain('column "rate" does not exist');
  });

  it("S2.2 when what it would be judged by is not what is on record, as after an edit of the state by hand", async () => {
    const weaker = declare({ gates: [{ ...successRate, pass: "result.success_rate >= 0.0" }] });
    const before = { declaration: weaker, position: at(10) };
    const { obstacles } = await judge({ to: at(50), edited: weaker, before } as Case);
    expect(obstacles.map(({ code }) => code)).toEqual(["checkpoint-missing", "not-declared"]);
  });

  it.each<[string, readonly string[] | undefined, readonly string[] | undefined, string[]]>([
    ["a migration is added", [], ["alembic upgrade head"], ["migrates-together"]],
    ["another one runs", ["alembic upgrade 7"], ["alembic upgrade 8"], ["migrates-together"]],
    ["one is taken away", ["alembic upgrade head"], undefined, ["migrates-together"]],
    ["they stay, in another order", ["a", "b"], ["b", "a"], []],
    ["nobody wrote down what stood", undefined, ["alembic upgrade head"], []],
  ])("S3.1 where %s in the same change", async (_, stood, migrations, codes) => {
    const before = { declaration, position: at(10), migrations: stood };
    const after = { declaration, position: at(50), migrations };
    const change = { to: at(50), before, after, ...(codes.length > 0 ? { sources: noSources } : {}) };
    expect((await judge(change as Case)).obstacles.map(({ code }) => code)).toEqual(codes);
  });

  it("while it is held, with the reason", async () => {
    const past = readyAt10().event(24, { kind: "held", reason: "an audit is under way" });
    expect((await judge({ to: at(50), evidence: read(past.history(24)) })).obstacles.map(told)).toEqual([
      [
        "promotions are held: an audit is under way",
        "since 2027-03-02 00:00 UTC by ada; when that is settled: npx cutover hold --lift",
      ],
    ]);
    past.event(24, { kind: "lifted" });
    expect((await judge({ to: at(50), evidence: read(past.history(24)) })).outcome).toBe("promote");
  });

  it("S2.10 after a rollback, until it is explained and Git says the same, naming the pull request", async () => {
    const url = "https://github.com/acme-brains/twin-brains/pull/7";
    const past = readyAt10()
      .event(25, { kind: "rolled-back", from: at(10), to: at(0), automatic: false })
      .event(25, { kind: "pull-request", url });
    const again = () => judge({ from: at(0), to: at(10), evidence: read(past.history(25)), sources: noSources });
    expect((await again()).obstacles.map(told)).toEqual([
      [
        `rolled back to 0 %, and Git does not say so yet: ${url}`,
        "at 2027-03-02 01:00 UTC by ada; merge it, then pulumi up",
      ],
      [
        "why the last rollback was needed, and what was done about it, is not on record",
        'npx cutover rollback explain --cause "…" --fix "…"',
      ],
    ]);
    past.event(25, { kind: "reconciled", position: at(0) });
    expect((await again()).obstacles.map(({ code }) => code)).toEqual(["unexplained"]);
    past.event(25, { kind: "explained", cause: "a leak", fix: "closed it" });
    expect((await again()).outcome).toBe("promote");
  });

  it("S2.10 after a rollback that is left at the flag, too, in one sentence: the one with the pull request", async () => {
    const url = "https://github.com/acme-brains/twin-brains/pull/7";
    const past = readyAt10()
      .event(25, { kind: "rolled-back", from: at(10), to: at(0), automatic: false })
      .event(25, { kind: "explained", cause: "a leak", fix: "closed it" });
    const again = (recorded: Past, hold: FlagHold) =>
      judge({ from: at(0), to: at(10), evidence: read(recorded.history(25)), reality: reality(0, { hold }) });
    const said = async (recorded: Past, hold: FlagHold) =>
      (await again(recorded, hold)).obstacles.flatMap(({ code, what }) => (code === "rolled-back" ? what : []));
    const named = `rolled back to 0 %, and Git does not say so yet: ${url}`;
    expect(await said(past, { percent: 0, at: hour(25), pullRequest: url })).toEqual([named]);
    past.event(25, { kind: "pull-request", url });
    expect(await said(past, { percent: 0, at: hour(25) })).toEqual([named]);
  });

  it("S2.10 after going back from what follows 100 %, which no percent shows", async () => {
    const past = new Past()
      .event(0, { kind: "imported", position: at(100, "deprecated") })
      .event(1, { kind: "rolled-back", from: at(100, "deprecated"), to: at(100), automatic: false });
    const change = { from: at(100), to: at(100, "deprecated"), evidence: read(past.history(1.1)) };
    const codes = (await judge(change)).obstacles.map(({ code }) => code);
    expect(codes.slice(0, 2)).toEqual(["rolled-back", "unexplained"]);
  });

  it("S2.10 after a rollback that reached nothing but Vercel, also where somebody brought users back by hand", async () => {
    const hold = { percent: 0, at: hour(1), pullRequest: "https://github.com/acme-brains/twin-brains/pull/7" };
    const evidence = read(readyAt10().history(24));
    for (const real of [0, 10]) {
      const { outcome, obstacles } = await judge({ to: at(10), evidence, reality: reality(real, { hold }) });
      expect([outcome, obstacles[0]?.what]).toEqual([
        "refuse",
        "rolled back to 0 %, and Git does not say so yet: https://github.com/acme-brains/twin-brains/pull/7",
      ]);
    }
  });

  it("when nothing watches", async () => {
    const { obstacles } = await judge({ to: at(50) }, 25);
    expect(obstacles.map(told)).toEqual([
      [
        "npx cutover checkpoint did not run when it should have, so nothing that was measured can be relied on",
        "last run: 2027-03-02 00:00 UTC",
      ],
    ]);
  });

  it.each([
    ["does not answer", unreachable, "EVIDENCE_UNREACHABLE: db.twin-brains.example does not answer"],
    [
      "is not declared",
      undefined,
      "no evidence is kept: CUTOVER_DATABASE_URL is not set; see npx cutover evidence install",
    ],
  ])("when the evidence database %s", async (_, evidence, detail) => {
    const { outcome, obstacles } = await judge({ to: at(50), evidence, sources: noSources });
    expect([outcome, obstacles.map(told)]).toEqual([
      "refuse",
      [["the evidence cannot be read, and nothing is raised without it", detail]],
    ]);
  });
});
