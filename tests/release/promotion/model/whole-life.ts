import { expect } from "vitest";
import { declare, type Happening, happen, stand } from "./stories.ts";
import type { World } from "./world.ts";

export interface Story {
  /** How many steps it has come before anything else happens. */
  readonly from: number;
  readonly happenings: readonly Happening[];
}

/** Lets a rollout live through a story, and holds it to what has to be true whatever happens. */
export async function live(world: World, { from, happenings }: Story): Promise<void> {
  const { oracle, vercel, evidence } = world;
  await world.do([{ deed: { do: "up", options: {} } }]);
  for (let rung = 0; rung < from; rung += 1) await happen(world, { what: "climb", crash: undefined });
  for (const it of happenings) {
    await happen(world, it);
    expect(oracle.faults).toEqual([]);
  }

  // Down is possible from wherever that led to, with nothing but Vercel.
  evidence.down = true;
  await happen(world, { what: "back", to: 0, crash: undefined });
  expect(vercel.served()).toBe(0);

  // And up again, once everything works: nothing that happened locks a rollout for ever.
  await happen(world, { what: "settle" });
  await happen(world, { what: "settle" });
  declare(world, "next");
  expect(await world.do([{ deed: { do: "up", options: {} } }])).toEqual([{ value: undefined }]);
  expect(oracle.faults).toEqual([]);
  expect(vercel.served()).toBe(10);
  await stand(world);
}
