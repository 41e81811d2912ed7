import { expect, it } from "vitest";
import { within } from "../../../release/evidence/within.ts";

const never = new Promise<string>(() => {});

it("gives the answer that comes in time, and its error", async () => {
  await expect(within(Promise.resolve("here"), 1000)).resolves.toBe("here");
  await expect(within(Promise.reject(new Error("refused")), 1000)).rejects.toThrow("refused");
});

it("S2.10 ends the waiting when it is over, and says after how long", async () => {
  await expect(within(never, 10)).rejects.toThrow("no answer within 0.01 s");
});

it("ends the waiting when nobody waits any more, also where that is so already", async () => {
  const stopped = new AbortController();
  const waiting = within(never, 60_000, stopped.signal);
  stopped.abort();
  await expect(waiting).rejects.toThrow("stopped while waiting for it");
  await expect(within(never, 60_000, stopped.signal)).rejects.toThrow("stopped while waiting for it");
});
