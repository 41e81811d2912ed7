import { describe, expect, it } from "vitest";
import { judgeConfig } from "../../../policies/judge-config.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { rules } from "../../../policies/rules.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { committedStack } from "../committed-stack.ts";
import { API, CRON, DEPLOYMENT, facts, PROJECT, QUEUE, ROLLOUT, resource, VARIABLE, WORKER } from "../stack-facts.ts";

const FLAG = "V2_ROLLOUT_PERCENT";
const STEPS = [0, 10, 50, 100];
const decreases = STEPS.flatMap((from) => STEPS.filter((to) => to < from).map((to) => [from, to] as const));

interface WayDown {
  /** What the rollout says of itself: what is declared while it is judged alone, what users still get at the end. */
  readonly percent: number;
  readonly granted: Plain;
  /** Whether a deployment beside the twin is left. */
  readonly above: boolean;
}

/** A whole stack on the way down: the twin, the deployment that is left, and everything that stays as it was. */
function stackOf({ percent, granted, above }: WayDown): JudgedResource[] {
  const backend = { REDIS_URL: "redis://red-1:6379", ALLOWED_ORIGINS: "https://app.example.com" };
  const built = typeof granted === "number" ? `${granted}` : granted;
  const decision = { outcome: "roll-back", reasons: [] };
  const deployment = (value: Plain, name: string) =>
    resource(DEPLOYMENT, { production: true, environment: { [FLAG]: value }, meta: { cutoverPercent: value } }, name);
  return [
    resource(API, { name: "twin-api", env: backend, healthCheckPath: "/health" }, "api"),
    resource(WORKER, { name: "twin-worker", env: backend, startCommand: "python worker.py" }, "worker"),
    resource(CRON, { name: "twin-scheduler", env: backend, startCommand: "python learn.py --once" }, "scheduler"),
    resource(QUEUE, { name: "twin-queue", connectionString: "redis://red-1:6379" }, "queue"),
    resource(PROJECT, { name: "twin", nodeVersion: "20.x" }, "project"),
    resource(VARIABLE, { key: "NEXT_PUBLIC_TITLE", value: "Twin", targets: ["production"] }, "title"),
    resource(ROLLOUT, { flag: FLAG, percent, granted, decision }, "rollout"),
    deployment("0", "zero-twin"),
    ...(above ? [deployment(built, "deployment")] : []),
  ];
}

const stack = { ...facts, engines: "20.x", origins: ["https://app.example.com"], domains: ["app.example.com"] };

/** Each resource is judged by its inputs, all of them together by what they are at the end. */
function findings(from: number, to: number, granted: Plain) {
  const above = to > 0;
  const [inputs, outputs] = [to, from].map((percent) => stackOf({ percent, granted, above }));
  return rules.flatMap((rule) => [
    ...(inputs ?? []).flatMap((one) => rule.judgeResource(one, () => stack)),
    ...rule.judgeStack(outputs ?? [], () => stack),
  ]);
}

describe("S2.10 no rule refuses the way down", () => {
  it.each(decreases)("from %i to %i", (from, to) => {
    expect(findings(from, to, to)).toEqual([]);
  });

  it.each(decreases)("from %i to %i while what was granted is not known yet", (from, to) => {
    expect(findings(from, to, NOT_IN_PREVIEW)).toEqual([]);
  });

  it.each([
    ["prod", 0],
    ["prod", 10],
    ["prod", 50],
    ["staging", 0],
  ] as const)("nor the program, which judges the configuration of %s at %i %", (name, percent) => {
    const config = committedStack(name);
    if (!config.rollout) throw new Error("The committed stacks have a rollout");
    const rollout = { ...config.rollout, percent, legacy: { ...config.rollout.legacy, state: "deprecated" as const } };
    expect(judgeConfig({ ...config, rollout }, name)).toEqual([]);
  });
});
