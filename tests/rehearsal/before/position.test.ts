import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { atPosition, rolloutIn } from "../../../rehearsal/before/position.ts";

const prod = readFileSync(new URL("../../../Pulumi.prod.yaml", import.meta.url), "utf8");

it("reads how far the rollout of a stack's file has come", () => {
  expect(rolloutIn(prod)).toEqual({ flag: "V2_ROLLOUT_PERCENT", position: { percent: 0, legacy: "serving" } });
});

it("writes another position, and nothing else", () => {
  const text = atPosition(prod, { percent: 100, legacy: "deprecated" });
  expect(rolloutIn(text)?.position).toEqual({ percent: 100, legacy: "deprecated" });
  expect(atPosition(text, { percent: 0, legacy: "serving" })).toBe(atPosition(prod, { percent: 0, legacy: "serving" }));
});

it("leaves a file without a rollout as it is", () => {
  const text = "config:\n  cutover:app: {name: api}\n";
  expect(rolloutIn(text)).toBeUndefined();
  expect(atPosition(text, { percent: 50, legacy: "serving" })).toBe(text);
});
