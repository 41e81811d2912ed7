import { describe, expect, it } from "vitest";
import { engineEvent } from "../../judgement/engine-event.ts";
import { PreviewEvents } from "../../judgement/preview-events.ts";

const urn = "urn:pulumi:prod::cutover::render:index:WebService::api";
const taken = (...events: (object | string)[]) => {
  const all = new PreviewEvents();
  for (const event of events) {
    const said = engineEvent(typeof event === "string" ? event : JSON.stringify({ sequence: 1, ...event }));
    if (said) all.take(said);
  }
  return all;
};
const step = (op: string, more: object = {}) => ({
  resourcePreEvent: { metadata: { op, urn, type: "render:index:WebService", old: null, new: null, ...more } },
});
const policy = (more: object = {}) => ({
  policyEvent: {
    resourceUrn: urn,
    message: "api: healthCheckPath is not set\n  at Pulumi.prod.yaml → cutover:services\n  fix: set it\n",
    policyName: "require-health-check",
    policyPackName: "cutover",
    enforcementLevel: "mandatory",
    severity: "high",
    ...more,
  },
});
const diagnostic = (severity: string, message: string) => ({ diagnosticEvent: { severity, message, prefix: "" } });

describe("what a preview says of policies", () => {
  it("is each finding with rule, resource, place and fix", () => {
    expect(taken(policy()).findings).toEqual([
      {
        rule: "require-health-check",
        severity: "high",
        level: "mandatory",
        urn,
        message: "api: healthCheckPath is not set",
        at: "cutover:services",
        fix: "set it",
        exempted: undefined,
      },
    ]);
  });

  it("names the pack where it is another one", () => {
    expect(taken(policy({ policyPackName: "acme", enforcementLevel: "advisory" })).findings).toMatchObject([
      { rule: "acme/require-health-check", level: "advisory" },
    ]);
  });
});

describe("what a preview does", () => {
  it.each([
    [["same"], "same"],
    [["create"], "create"],
    [["import"], "create"],
    [["refresh", "update"], "update"],
    [["create-replacement", "replace", "delete-replaced"], "replace"],
    [["delete"], "delete"],
  ])("%j is %s", (ops, operation) => {
    expect(taken(...ops.map((op) => step(op))).resources).toMatchObject([{ urn, name: "api", operation }]);
  });

  it.each(["read", "refresh", "discard"])("leaves out what it only looks at: %s", (op) => {
    expect(taken(step(op)).resources).toEqual([]);
  });

  it("has the inputs that are to come; of what goes away, the last ones", () => {
    const before = { inputs: { plan: "free" }, outputs: {} };
    const after = { inputs: { plan: "pro" }, outputs: {}, protect: true };
    const planned = (op: string, more: object) => taken(step(op, more)).resources[0];
    expect(planned("update", { old: before, new: after })?.properties()).toEqual({ plan: "pro" });
    expect(planned("update", { old: before, new: after })?.protect).toBe(true);
    expect(planned("delete", { old: before })?.properties()).toEqual({ plan: "free" });
  });
});

describe("what went wrong", () => {
  it("is each error but that the preview failed, which violations do as well", () => {
    const { errors } = taken(diagnostic("error", "preview failed\n"), diagnostic("error", "the provider ended\n"));
    expect(errors).toEqual(["the provider ended"]);
  });

  it("is told without the value that a provider refused: it may be a secret", () => {
    const message =
      "render:index:WebService resource 'api': property env value {{map[KEY:hunter2]}} has a problem: no text";
    expect(taken(diagnostic("error", message)).errors).toEqual([
      "render:index:WebService resource 'api': property env has a problem: no text",
    ]);
  });

  it("keeps nothing of debug lines, where secrets are in clear", () => {
    const all = taken(
      diagnostic("debug", "KEY=hunter2"),
      diagnostic("info", "hunter2"),
      "not an event: hunter2",
      policy(),
    );
    expect(JSON.stringify({ ...all, resources: all.resources })).not.toContain("hunter2");
  });

  it("does not show a line that it cannot read", () => {
    expect(() => taken('{"diagnosticEvent": "hunter2"')).toThrow("an event of the engine is not as expected: no JSON");
    expect(() => taken({ policyEvent: { message: "hunter2" } })).toThrow(
      "an event of the engine is not as expected: policyEvent.policyName",
    );
  });
});
