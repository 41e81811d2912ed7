import { join } from "node:path";
import { restoreSnapshot, type Subject, takeSnapshot } from "../snapshot/snapshots.ts";
import { type Scene, type Step, Unexpected } from "../story/scene.ts";
import type { StageName } from "./climb.ts";

/** Worlds that the climb puts away, for scenarios to begin with: in the same world, or in another beside it. */
export class Stages {
  /** Of each the folder that holds it, once it is there. */
  readonly #kept = new Map<StageName, PromiseWithResolvers<string>>();

  constructor(needed: Iterable<StageName>) {
    for (const stage of needed) {
      const kept = Promise.withResolvers<string>();
      // Whoever waits for it hears of it; nobody may.
      kept.promise.catch(() => {});
      this.#kept.set(stage, kept);
    }
  }

  has = (stage: StageName): boolean => this.#kept.has(stage);

  putAway = (stage: StageName): Step => ({
    title: `Put this world away: ${stage}`,
    run: async (scene) => {
      // In the world's own folder, which goes when the world ends: it holds secrets.
      const folder = join(scene.world.folder, "stages");
      const { worldTime } = await takeSnapshot(subjectOf(scene, folder), nameOf(stage));
      this.#kept.get(stage)?.resolve(folder);
      return `as it is at ${minute(worldTime)}`;
    },
  });

  haveBack = (stage: StageName): Step => ({
    title: `Begin with the world ${stage}`,
    run: async (scene) => {
      const folder = await this.#kept.get(stage)?.promise;
      if (folder === undefined) throw new Unexpected(`nobody puts a world ${stage} away`);
      const { worldTime } = await restoreSnapshot(subjectOf(scene, folder), nameOf(stage));
      return `as it was at ${minute(worldTime)}`;
    },
  });

  /** The climb is over: what was not put away by now never will be. */
  close(): void {
    for (const [stage, { reject }] of this.#kept) reject(new Unexpected(`the way up did not get to ${stage}`));
  }
}

const subjectOf = ({ project, stack, world, file, secrets }: Scene, snapshots: string): Subject => ({
  ...{ project, stack, world, file, secrets, snapshots },
});

const nameOf = (stage: StageName) => stage.replaceAll(" %", "-percent").replaceAll(" ", "-");
const minute = (iso: string) => `${iso.slice(0, 16).replace("T", " ")} in the world's time`;
