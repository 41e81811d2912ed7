import { Listr, type ListrTask, PRESET_TIMER } from "listr2";
import { type Chapter, type Scene, Unexpected } from "./scene.ts";
import { type Place, Teller, type Told } from "./teller.ts";

export interface TellOptions {
  readonly quiet: boolean;
  /** Nothing begins any more once it is aborted. */
  readonly signal?: AbortSignal;
  /** How many worlds there are: as many chapters are told at once. Default 1. */
  readonly worlds?: number;
}

/**
 * Tells a story live: each step with its duration and what was seen. A failing step ends its chapter; without a world
 * there is nothing to tell.
 * @param prepare makes the scene of one world; its `onLine` shows a line of output below the running step.
 * @returns all steps as they went, those that were not reached as skipped.
 */
export async function tell(
  prepare: (onLine: (line: string) => void) => Promise<Scene>,
  chapters: readonly Chapter[],
  { quiet, signal, worlds = 1 }: TellOptions,
): Promise<Told> {
  const teller = new Teller();
  const places = Array.from({ length: worlds }, (): Place => ({ scene: undefined, show: () => {} }));
  const openings = places.map((place, index) => {
    const which = index === 0 ? "the world: Render, Vercel, sample app, plugins" : "another world beside it";
    return teller.opening(`Start ${which}`, place, () => prepare((line) => place.show(line)));
  });

  const free = [...places];
  const chapterOf = ({ title, steps, ended }: Chapter): ListrTask => ({
    ...(title === undefined ? {} : { title }),
    task: async (_, shown) => {
      const place = free.shift();
      if (!place) throw new Error("more chapters are told at once than there are worlds");
      const tasks = steps.map((step) =>
        teller.step(
          step.title,
          title,
          () => place,
          () => {
            signal?.throwIfAborted();
            if (!place.scene) throw new Unexpected("its world has not started");
            return step.run(place.scene);
          },
        ),
      );
      try {
        await shown.newListr(tasks, { exitOnError: true, concurrent: false }).run();
      } finally {
        free.push(place);
        ended?.();
      }
    },
  });
  const inTurn = { exitOnError: false, concurrent: worlds };
  const whole: ListrTask[] = [...openings, { task: (_, shown) => shown.newListr(chapters.map(chapterOf), inTurn) }];
  await new Listr(whole, {
    renderer: quiet ? "silent" : "default",
    fallbackRenderer: quiet ? "silent" : "simple",
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: true, collapseSubtasks: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
    registerSignalListeners: false,
  })
    .run()
    .catch(() => undefined);
  return teller.whole(chapters);
}
