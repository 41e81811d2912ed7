import { expect, it } from "vitest";
import { requireGracefulShutdown } from "../../../policies/render/require-graceful-shutdown.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, resource, told, WORKER } from "../stack-facts.ts";

const judge = (maxShutdownDelaySeconds: Plain, name = "twin-worker", stack = facts) =>
  requireGracefulShutdown.judgeResource(resource(WORKER, { name, maxShutdownDelaySeconds }, "worker"), () => stack);

it.each([60, 120, 300])("S1.12 passes a worker with %i seconds", (seconds) => {
  expect(judge(seconds)).toEqual([]);
});

it("S1.12 leaves alone staging, and the scheduler's worker, whose rounds are repeated", () => {
  expect(judge(null, "twin-worker", { ...facts, production: false })).toEqual([]);
  expect(judge(null, "twin-scheduler-continuous")).toEqual([]);
});

it.each<[Plain, string]>([
  [null, "not set, so it is 30"],
  [30, "30"],
  [59, "59"],
  ["soon", "soon"],
])("S1.12 refuses a worker with %s", (seconds, is) => {
  const found = judge(seconds);
  expect(told(found)).toEqual([
    [
      `twin-worker: maxShutdownDelaySeconds is ${is}; expected 60 to 300, as long as its longest job takes`,
      "pulumi config set --path cutover:services.worker.maxShutdownDelaySeconds 300 --stack prod",
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.worker.maxShutdownDelaySeconds");
});

it("gives notice of a time that is not known yet", () => {
  expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice" })]);
});
