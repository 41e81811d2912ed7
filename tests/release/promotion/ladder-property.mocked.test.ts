import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { openEvidenceDatabase } from "../support/database.ts";
import { choices } from "./model/choices.ts";
import { realReach } from "./model/real-reach.ts";
import { story } from "./model/stories.ts";
import { live } from "./model/whole-life.ts";
import { World } from "./model/world.ts";

// The limit on a condition's time is a thread of its own for each; these conditions are known.
vi.mock(import("../../../checks/gates/within-time.ts"), async (original) => ({
  ...(await original()),
  withinTime: (_limitMs, calculation) => calculation(),
}));

vi.setConfig({ testTimeout: 600_000 });

let folder = "";
let worlds = 0;
const place = () => join(folder, `${++worlds}`);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-ladder-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the ladder, whatever happens", () => {
  it("S2.2, S2.10 never raises users without the evidence, and always lets them go back", async () => {
    // Builds go by timers, and nothing here may wait for one.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const raised = new Map<number, number>();
    try {
      await fc.assert(
        fc.asyncProperty(story, fc.integer(), async (happenings, seed) => {
          const world = new World(choices(seed), place());
          await live(world, happenings);
          for (const [rung, times] of world.oracle.raises) raised.set(rung, (raised.get(rung) ?? 0) + times);
        }),
        { numRuns: Math.ceil(1000 * scale) },
      );
    } finally {
      vi.useRealTimers();
    }
    // The stories are worth something only if users do get to each step in many of them.
    for (const rung of [1, 2, 3]) expect(raised.get(rung)).toBeGreaterThan(200 * scale);
  });

  it("S2.2, S2.10 is the same over HTTP and with PostgreSQL", async () => {
    await using database = await openEvidenceDatabase();
    await fc.assert(
      fc.asyncProperty(story, fc.integer(), async (happenings, seed) => {
        const home = place();
        await using reach = await realReach(database, home);
        await live(new World(choices(seed), home, reach), happenings);
      }),
      { numRuns: Math.ceil(4 * scale), endOnFailure: true },
    );
  });
});
