import { expect, it } from "vitest";
import { Edge } from "../../../rehearsal/core/edge.ts";

it("S1.6 leads a private name to its port, whatever its case, until it is taken back", () => {
  const edge = new Edge();
  edge.routeTcp("red-0123456789abcdefghij", 6001);

  expect(edge.portOf("RED-0123456789abcdefghij")).toBe(6001);
  edge.unrouteTcp("red-0123456789ABCDEFGHIJ");
  expect(edge.portOf("red-0123456789abcdefghij")).toBeUndefined();
});

it("keeps private names out of what can be reached by HTTP", async () => {
  const edge = new Edge();
  edge.routeTcp("red-0123456789abcdefghij", 6001);

  expect(edge.originOf("red-0123456789abcdefghij")).toBeUndefined();
  expect(edge.hosts()).toEqual([]);
  await expect(edge.fetch("https://red-0123456789abcdefghij/")).rejects.toThrow(/ENOTFOUND/);
});
