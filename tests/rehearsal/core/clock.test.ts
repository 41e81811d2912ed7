import { expect, it, vi } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";

it("refuses to leave the years that programs can read, and stays where it was", () => {
  const clock = new Clock();
  clock.advance(60_000);
  for (const ms of [999_999_999 * 86_400_000, Number.POSITIVE_INFINITY, Number.NaN, -1])
    expect(() => clock.advance(ms)).toThrow(RangeError);
  expect(clock.advancedMs).toBe(60_000);
  expect(clock.now().toISOString()).toMatch(/^\d{4}-/);
});

it("goes on from the time that it is put back to", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
  try {
    const clock = new Clock();
    clock.restore(Date.parse("2026-11-20T10:00:00Z"));
    vi.setSystemTime(Date.parse("2026-11-21T12:05:00Z"));
    expect(clock.now().toISOString()).toBe("2026-11-20T10:05:00.000Z");
    expect(clock.advancedMs).toBe(-26 * 3_600_000);
  } finally {
    vi.useRealTimers();
  }
});
