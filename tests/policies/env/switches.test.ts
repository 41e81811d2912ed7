import { describe, expect, it } from "vitest";
import { limitEmergencySwitches } from "../../../policies/env/limit-emergency-switches.ts";
import { requireGatedPublishing } from "../../../policies/env/require-gated-publishing.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { API, facts, resource } from "../stack-facts.ts";

type Env = Record<string, Plain>;
const service = (env: Env) => [resource(API, { name: "twin-api", env })];
const publishing = (env: Env) => requireGatedPublishing.judgeStack(service(env), () => facts);
const emergency = (env: Env, stack: Partial<StackFacts> = {}) =>
  limitEmergencySwitches.judgeStack(service(env), () => ({ ...facts, ...stack }));

const AUTO = "FEEDBACK_LEARNING_AUTO_PUBLISH";
const GATE = "FEEDBACK_LEARNING_RUN_REGRESSION_GATE";

describe("S1.7 require-gated-publishing passes", () => {
  it.each<[string, Env]>([
    ["no publishing", { [AUTO]: "false" }],
    ["publishing with its gate", { [AUTO]: "true", [GATE]: "true" }],
    ["publishing with a gate for everything", { [AUTO]: "true", REGRESSION_GATE_ENABLED: "1" }],
    ["any publishing with the one gate", { AUTO_PUBLISH: "true", [GATE]: "true" }],
    ["publishing whose gate is not skipped", { [AUTO]: "true", FEEDBACK_LEARNING_SKIP_REGRESSION_GATE: "false" }],
    ["a gate that is not known yet, which another rule tells", { [AUTO]: "true", [GATE]: NOT_IN_PREVIEW }],
    ["a gate's own setting", { REGRESSION_GATE_TIMEOUT: "0" }],
  ])("%s", (_title, env) => {
    expect(publishing(env)).toEqual([]);
  });
});

describe("S1.7 require-gated-publishing refuses", () => {
  it.each<[string, Env, string]>([
    ["a gate that is off", { [AUTO]: "true", [GATE]: "false" }, `${GATE} does not run`],
    ["a gate of neither word", { [AUTO]: "1", [GATE]: "maybe" }, `${GATE} does not run`],
    ["no gate", { [AUTO]: "YES" }, "no regression gate is set"],
    ["another feature's gate", { [AUTO]: "true", PERSONA_REGRESSION_GATE: "true" }, "no regression gate is set"],
    [
      "a gate that is skipped",
      { [AUTO]: "true", FEEDBACK_LEARNING_SKIP_REGRESSION_GATE: "true" },
      "FEEDBACK_LEARNING_SKIP_REGRESSION_GATE does not run",
    ],
  ])("%s", (_title, env, lacking) => {
    expect(publishing(env).map(({ message, fix }) => [message, fix])).toEqual([
      [
        `twin-api: ${AUTO} is on, but ${lacking}; expected a gate that runs, or no automatic publishing`,
        `pulumi config set --path cutover:env.backend.${AUTO} false --stack prod`,
      ],
    ]);
    expect(emergency(env)).toEqual([]);
  });
});

describe("S1.14 limit-emergency-switches passes", () => {
  const soon = { incident: { reason: "wrong facts are learned", until: new Date("2026-11-28T12:00:00Z") } };
  it.each<[string, Env, Partial<StackFacts>]>([
    ["a gate that runs", { [GATE]: "true" }, {}],
    ["no gate", {}, {}],
    ["a gate that is off during an incident of seven days", { [GATE]: "false" }, soon],
    ["a gate that is off on the way down", { [GATE]: "false" }, { goingDown: true }],
    ["a gate that is off outside of production", { [GATE]: "false" }, { production: false }],
    ["a gate that is not skipped", { SKIP_REGRESSION_GATE: "0" }, {}],
  ])("%s", (_title, env, stack) => {
    expect(emergency(env, stack)).toEqual([]);
  });
});

describe("S1.14 limit-emergency-switches refuses", () => {
  it.each<[string, Env]>([
    ["false", { [GATE]: "false" }],
    ["0", { [GATE]: "0" }],
    ["nothing", { [GATE]: "" }],
    ["neither word", { [GATE]: "later" }],
    ["a gate that is skipped", { SKIP_REGRESSION_GATE: "true" }],
    ["a gate that is disabled", { REGRESSION_GATE_DISABLED: "1" }],
  ])("%s without an incident", (_title, env) => {
    expect(emergency(env)).toHaveLength(1);
  });

  it("with the command that switches it on, or declares an incident until tomorrow", () => {
    expect(emergency({ [GATE]: "false" }, { env: { backend: { [GATE]: false } } })).toEqual([
      expect.objectContaining({
        message: `twin-api: ${GATE} keeps the regression gate from running, without a declared incident; expected cutover:incident with the day on which it ends`,
        fix: `pulumi config rm --path cutover:env.backend.${GATE} --stack prod && pulumi config set --path cutover:env.backend.${GATE} true --stack prod, or pulumi config set --path cutover:incident.reason 'WHAT IS GOING ON' --stack prod && pulumi config set --path cutover:incident.until 2026-11-22T12:00:00Z --stack prod`,
        at: `cutover:env.backend.${GATE}`,
      }),
    ]);
  });

  it.each<[string, Partial<StackFacts>, string]>([
    [
      "after the incident",
      { section: () => ({ reason: "is over", until: "2026-11-20T00:00:00Z" }) },
      "and the declared incident is over; expected the gate to run again",
    ],
    [
      "in an incident of more than seven days",
      { incident: { reason: "goes on", until: new Date("2026-11-28T12:00:01Z") } },
      "and the declared incident ends on 2026-11-28; expected an end by 2026-11-28, 7 days from now",
    ],
  ])("%s", (_title, stack, words) => {
    const [finding] = emergency({ [GATE]: "false" }, stack);
    expect(finding?.message).toBe(`twin-api: ${GATE} keeps the regression gate from running, ${words}`);
  });

  it("nothing that is not known yet, and says so", () => {
    expect(emergency({ [GATE]: NOT_IN_PREVIEW }).map(({ level }) => level)).toEqual(["notice"]);
  });
});
