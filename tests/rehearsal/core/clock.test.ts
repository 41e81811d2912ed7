import { expect, it } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";

it("refuses to leave the years that programs can read, and stays where it was", () => {
  const clock = new Clock();
  clock.advance(60_000);
  for (const ms of [999_999_999 * 86_400_000, Number.POSITIVE_INFINITY, Number.NaN, -1])
    expect(() => clock.advance(ms)).toThrow(RangeError);
  expect(clock.advancedMs).toBe(60_000);
  expect(clock.now().toISOString()).toMatch(/^\d{4}-/);
});
