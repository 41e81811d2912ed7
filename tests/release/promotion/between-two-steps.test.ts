import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { declare, happen, stand } from "./model/stories.ts";
import { World } from "./model/world.ts";

vi.setConfig({ testTimeout: 120_000 });
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-between-"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterAll(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

/** More than a promotion has calls to the outside. */
const moments = Array.from({ length: 40 }, (_, index) => index + 1);
let worlds = 0;

/** At 10 %, ready for 50 %, which Git asks for. @param alone how many calls the first of two makes before the second */
async function ready({ alone = 0 } = {}): Promise<World> {
  worlds += 1;
  let calls = 0;
  let counting = false;
  const world = new World(() => (counting && ++calls > alone ? 0.99 : 0), join(folder, `${worlds}`));
  await world.do([{ deed: { do: "up", options: {} } }]);
  await happen(world, { what: "climb", crash: undefined });
  await stand(world);
  declare(world, "next");
  counting = true;
  return world;
}

const flagOf = ({ vercel }: World) => [...vercel.project.env.values()].map(({ key, value }) => `${key}=${value}`);
const promote = { do: "up", options: {} } as const;

describe("a promotion that is killed", () => {
  it.each([false, true])("between any two steps is finished by the next update (after the call: %s)", async (after) => {
    for (const call of moments) {
      const world = await ready();
      await world.do([{ deed: promote, crash: { call, after } }]);
      expect([10, 50]).toContain(world.vercel.served());
      expect(world.backend.stack.promotion?.state.percent ?? 0).toBeLessThanOrEqual(world.vercel.served());
      expect(await world.do([{ deed: promote }])).toEqual([{ value: undefined }]);
      expect([call, world.vercel.served(), flagOf(world)]).toEqual([call, 50, ["V2_ROLLOUT_PERCENT=50"]]);
      expect(world.oracle.faults).toEqual([]);
    }
  });

  it("S2.10 between any two steps lets a rollback bring users to 0, and the next update does not bring them back", async () => {
    for (const call of moments) {
      const world = await ready();
      await world.do([{ deed: promote, crash: { call, after: true } }]);
      await happen(world, { what: "back", to: 0, crash: undefined });
      const [again] = await world.do([{ deed: promote }]);
      expect([call, world.vercel.served(), again]).toMatchObject([call, 0, { error: { code: "ROLLOUT_REFUSED" } }]);
      expect(world.oracle.faults).toEqual([]);
    }
  });
});

describe("a rollback that is killed", () => {
  it("S2.10 between any two steps is finished by the next one", async () => {
    for (const call of moments) {
      const world = await ready();
      await world.do([{ deed: { do: "rollback", to: 0 }, crash: { call, after: true } }]);
      await happen(world, { what: "back", to: 0, crash: undefined });
      expect([call, world.vercel.served(), flagOf(world)]).toEqual([call, 0, ["V2_ROLLOUT_PERCENT=0"]]);
      const [again] = await world.do([{ deed: promote }]);
      expect(again).toMatchObject({ error: { code: "ROLLOUT_REFUSED" } });
    }
  });
});

describe("a rollback in the middle of a promotion", () => {
  it("S2.10 at any moment leaves users at 0", async () => {
    for (const alone of moments) {
      const world = await ready({ alone });
      await world.do([{ deed: promote }, { deed: { do: "rollback", to: 0 } }]);
      expect([alone, world.vercel.served(), flagOf(world)]).toEqual([alone, 0, ["V2_ROLLOUT_PERCENT=0"]]);
    }
  });

  it("S2.10 at any moment leaves users at 0, also where the promotion comes in the middle of the rollback", async () => {
    for (const alone of moments) {
      const world = await ready({ alone });
      await world.do([{ deed: { do: "rollback", to: 0 } }, { deed: promote }]);
      expect([alone, world.vercel.served(), flagOf(world)]).toEqual([alone, 0, ["V2_ROLLOUT_PERCENT=0"]]);
    }
  });
});

describe("a hold in the middle of a promotion", () => {
  it("keeps users where they are unless it comes after the last look", async () => {
    for (const alone of moments) {
      const world = await ready({ alone });
      await world.do([{ deed: promote }, { deed: { do: "hold" } }]);
      expect([alone, world.oracle.faults]).toEqual([alone, []]);
    }
  });
});
