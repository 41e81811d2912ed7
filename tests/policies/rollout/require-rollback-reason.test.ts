import { expect, it } from "vitest";
import { requireRollbackReason } from "../../../policies/rollout/require-rollback-reason.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, ROLLOUT, resource } from "../stack-facts.ts";

const judge = (outcome: Plain, stack = facts) =>
  requireRollbackReason.judgeResource(
    resource(ROLLOUT, { flag: "V2", percent: 10, decision: { outcome, reasons: [], codes: [] } }),
    () => stack,
  );

it("S2.10 notes a way back without a reason, and never more than that", () => {
  expect(judge("roll-back")).toMatchObject([
    {
      level: "notice",
      message:
        "V2: goes back to 10 % and nothing says why; expected cutover:incident.reason, or cause and fix on record afterwards",
      fix: 'npx cutover rollback explain --cause "…" --fix "…" --stack prod',
    },
  ]);
  expect(requireRollbackReason.neverExempt).toBe(false);
});

it("S2.10 says nothing where an incident is declared, or nobody goes back", () => {
  const incident = { reason: "feedback learning writes wrong facts", until: new Date("2026-11-22T06:00:00Z") };
  expect(judge("roll-back", { ...facts, incident })).toEqual([]);
  for (const outcome of ["hold", "promote", "refuse", null, new Unknown("later")]) expect(judge(outcome)).toEqual([]);
});
