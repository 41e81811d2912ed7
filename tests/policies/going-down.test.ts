import { expect, it } from "vitest";
import { isGoingDown } from "../../policies/going-down.ts";
import { type Plain, Unknown } from "../../policies/unknown.ts";
import { API, ROLLOUT, resource } from "./stack-facts.ts";

const going = (properties: Record<string, Plain>) => isGoingDown([resource(API, {}), resource(ROLLOUT, properties)]);
const decision = (outcome: Plain) => ({ decision: { outcome, reasons: [], codes: [] } });

it("S2.10 is so where the rollout's provider says that users go back", () => {
  expect(going(decision("roll-back"))).toBe(true);
});

it("S2.10 is so where the program only says what a rollback has done already", () => {
  expect(going({ ...decision("hold"), hold: "held at 0 % since 2026-11-21T10:00:00.000Z" })).toBe(true);
});

it.each<[string, Record<string, Plain>]>([
  ["nothing changes", { ...decision("hold"), hold: "" }],
  ["users go up", decision("promote")],
  ["a raise above a hold is refused", { ...decision("refuse"), hold: "held at 0 % since …" }],
  ["nobody knows", decision(new Unknown("later"))],
  ["the hold is not known yet", { ...decision("hold"), hold: new Unknown("later") }],
  ["nobody judged it", {}],
])("is not so where %s", (_title, properties) => {
  expect(going(properties)).toBe(false);
});

it("is not so without a rollout, whatever another resource claims", () => {
  expect(isGoingDown([resource(API, decision("roll-back"))])).toBe(false);
  expect(isGoingDown([])).toBe(false);
});

it("asks what was decided now: a rollout that does not change still says what was decided last time", () => {
  const last = resource(ROLLOUT, decision("roll-back"));
  expect(isGoingDown([last], [resource(ROLLOUT, decision("hold"))])).toBe(false);
  expect(isGoingDown([resource(ROLLOUT, decision("hold"))], [last])).toBe(true);
  expect(isGoingDown([last], [resource(ROLLOUT, decision("hold"), "another")])).toBe(true);
});
