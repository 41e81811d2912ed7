import { describe, expect, it } from "vitest";
import type { Answered } from "../../../rehearsal/core/answers.ts";
import { faultsOf } from "./document/check.ts";
import { operations } from "./document/operations.ts";
import { ownerId, startWorld } from "./render-world.ts";

/** Operations that nothing can be asked of. */
const unserved = [
  // This copy of the document has it without the id of the route that it is about.
  "PATCH /services/{serviceId}/routes",
];

describe.skipIf(operations.length === 0)(
  "the published OpenAPI document (skipped without ../shared/vendor/render-openapi-2026-01-06.json)",
  () => {
    it("has no operation that the emulator does not know", async () => {
      const { call, render } = await startWorld();
      const asked = operations.filter(({ name }) => !unserved.includes(name));
      for (const { name } of asked) {
        const [method = "", path = ""] = name.split(" ");
        await call(method, path.replace("{ownerId}", ownerId).replace(/\{\w+\}/g, "x-1"));
      }

      expect(asked.length).toBeGreaterThan(150);
      expect(render.unknownRoutes()).toEqual([]);
    });
  },
);

describe.skipIf(operations.length === 0)("the check of every answer", () => {
  const answer = (changes: Partial<Answered>): Answered => ({
    ...{ method: "GET", path: "/v1/services/srv-1", status: 200, contentType: "application/json; charset=utf-8" },
    body: "{}",
    ...changes,
  });
  const deploy = { method: "GET", path: "/v1/services/srv-1/deploys/dep-1" };

  it.each([
    ["lacks what is required", {}, /^GET \/services\/\{serviceId\} 200: .*required property 'id'/],
    ["has another type", { ...deploy, body: '{"id":1}' }, /\/id must be string/],
    [
      "is none of the allowed values",
      { ...deploy, body: '{"id":"dep-1","status":"done"}' },
      /\/status must be equal to/,
    ],
    ["is null where nothing says so", { ...deploy, body: '{"id":null}' }, /\/id must be string/],
    ["is no JSON", { contentType: "text/plain" }, /content type text\/plain/],
    ["has a status that there is not", { status: 299 }, /no such status; it has 200, 401/],
    ["has a body where there is none", { method: "DELETE", status: 204, body: "x" }, /has no body/],
    ["is of an operation that there is not", { path: "/v1/nouns" }, /no such operation/],
  ])("notices one that %s", (_, changes, fault) => {
    expect(faultsOf(answer(changes)).join("\n")).toMatch(fault);
  });

  it("reads an event's and a service's details by its type", () => {
    const event = { id: "evt-1", timestamp: "2026-01-01T00:00:00Z", serviceId: "srv-1" };
    const body = JSON.stringify({ ...event, type: "plan_changed", details: {} });

    expect(faultsOf(answer({ path: "/v1/events/evt-1", body })).join("\n")).toMatch(
      /plan_changed: \/ must have required property 'from'/,
    );
  });

  it("lets recorded deviations pass", () => {
    expect(faultsOf(answer({ ...deploy, body: '{"id":"dep-1","commit":null}' }))).toEqual([]);
    expect(faultsOf(answer({ path: "/v1/nouns", status: 404 }))).toEqual([]);
  });
});
