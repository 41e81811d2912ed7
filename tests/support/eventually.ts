import { vi } from "vitest";

/** Waits for a condition for as long as a loaded machine may need (30 s); fails with the condition's own words. */
export const eventually = <T>(condition: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(condition, { timeout: 30_000, interval: 20 });
