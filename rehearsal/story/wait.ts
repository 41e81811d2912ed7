import { setTimeout as pause } from "node:timers/promises";
import { Unexpected } from "./scene.ts";

/** Looks again and again until it finds something. @throws Unexpected after 15 s, saying what was waited for. */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const endsAt = performance.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > endsAt) throw new Unexpected(`${what}: not seen within 15 s`);
    await pause(50);
  }
}
