import { describe, expect, it } from "vitest";
import { Fault, Faults } from "../../../rehearsal/core/faults.ts";

describe("faults that wait", () => {
  it("are told with how often they still hit, and can be taken back", () => {
    const faults = new Faults();
    faults.add({ kind: "status", at: "GET /v1/owners", status: 503, times: 3 });
    faults.add({ kind: "reset", at: "POST /v1/services" });
    faults.take("status", "GET /v1/owners");

    expect(faults.list()).toEqual([
      { kind: "status", at: "GET /v1/owners", status: 503, times: 2 },
      { kind: "reset", at: "POST /v1/services", times: 1 },
    ]);
    faults.clear();
    expect(faults.list()).toEqual([]);
  });

  it("hit in the order they were asked for, each kind for itself", () => {
    const faults = new Faults();
    faults.add({ kind: "status", at: "GET /", status: 500 });
    faults.add({ kind: "slow", at: "GET /", delayMs: 5 });
    faults.add({ kind: "status", at: "GET /v1/owners", status: 503 });

    expect(faults.take("slow", "GET /v1/owners")?.delayMs).toBe(5);
    expect(faults.take("status", "GET /v1/owners")?.status).toBe(500);
    expect(faults.take("status", "GET /v1/owners")?.status).toBe(503);
    expect(faults.take("status", "GET /v1/owners")).toBeUndefined();
  });
});

describe("the calls that a fault is for", () => {
  it.each([
    ["GET /v1/services", "GET /v1/services", true],
    ["GET /v1/services", "GET /v1/services/srv-1/deploys", true],
    ["GET /v1/services$", "GET /v1/services/srv-1", false],
    ["GET /v1/services", "POST /v1/services", false],
    ["* /v1/services", "PATCH /v1/services/srv-1", true],
    ["GET /v1/services/*/deploys$", "GET /v1/services/srv-1/deploys", true],
    ["GET /v1/services/*/deploys$", "GET /v1/services/srv-1/env-vars/deploys", false],
    ["GET /v1/services/srv.1", "GET /v1/services/srv-1", false],
  ])("%s: %s is %s", (at, call, hit) => {
    const faults = new Faults();
    faults.add({ kind: "status", at });

    expect(faults.take("status", call) !== undefined).toBe(hit);
  });

  it("and for deploys, the whole name", () => {
    const faults = new Faults();
    faults.add({ kind: "deploy", at: "api", state: "build_failed" });

    expect(faults.take("deploy", "api-2")).toBeUndefined();
    expect(faults.take("deploy", "api")?.state).toBe("build_failed");
  });
});

describe("a fault as data", () => {
  it.each([
    [{ kind: "status", at: "/v1/owners" }, "at"],
    [{ kind: "status", at: "GET /v1/owners", status: 200 }, "status"],
    [{ kind: "reset", at: "GET /v1/owners", when: "during" }, "when"],
    [{ kind: "slow-deploy", at: "api" }, "delayMs"],
    [{ kind: "lost", at: "GET /", times: 0 }, "times"],
  ])("%o is refused for its %s", (given, path) => {
    expect(Fault.safeParse(given).error?.issues[0]?.path).toEqual([path]);
  });

  it("may not have members of another kind", () => {
    expect(Fault.safeParse({ kind: "deploy", at: "api", status: 500 }).success).toBe(false);
  });
});
