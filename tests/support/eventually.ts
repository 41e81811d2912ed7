import { vi } from "vitest";

/** Waits for a condition for as long as a loaded machine may need, and fails with the condition's own words. @param withinMs default 30 s */
export const eventually = <T>(condition: () => T | Promise<T>, withinMs = 30_000): Promise<T> =>
  vi.waitFor(condition, { timeout: withinMs, interval: 10 });
