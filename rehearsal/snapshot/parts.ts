import { z } from "zod";
import { Fault } from "../core/faults.ts";
import type { World } from "../world.ts";
import type { Part } from "./part.ts";
import { dataOf, expectFit, fill, StateData } from "./state-data.ts";

/** A part that is nothing but data: loading it is putting the data in place. */
function dataPart<Saved>(schema: z.ZodType<Saved>, save: () => Saved, put: (saved: Saved) => void): Part {
  return {
    save,
    load(saved) {
      const data = schema.parse(saved);
      return { swap: () => put(data) };
    },
  };
}

/** A state object that nothing else has to follow. */
function statePart(state: object): Part {
  return {
    save: () => dataOf(state),
    load(saved) {
      const data = StateData.parse(saved);
      expectFit(state, data);
      return { swap: () => fill(state, data) };
    },
  };
}

/** Everything of a world that a snapshot holds, in the order in which it is put in place: time first, traffic last. */
export function partsOf({
  clock,
  git,
  faults,
  database,
  render,
  vercel,
  github,
}: World): Readonly<Record<string, Part>> {
  return {
    clock: dataPart(
      z.number(),
      () => clock.now().getTime(),
      (ms) => clock.restore(ms),
    ),
    git: statePart(git),
    github: statePart(github.state),
    faults: dataPart(
      z.array(Fault),
      () => faults.list(),
      (saved) => {
        faults.clear();
        for (const fault of saved) faults.add(fault);
      },
    ),
    database: {
      save: async () => ({ data: await database.save(), keys: { ...database.keys } }),
      load(saved) {
        const { data, keys } = SavedDatabase.parse(saved);
        return { swap: () => database.restore(data, keys) };
      },
    },
    render,
    vercel,
  };
}

const SavedDatabase = z.object({
  data: z
    .instanceof(Uint8Array)
    .transform((bytes) => new Uint8Array(bytes))
    .optional(),
  keys: z.object({ SUPABASE_SERVICE_KEY: z.string(), SUPABASE_ANON_KEY: z.string() }),
});
