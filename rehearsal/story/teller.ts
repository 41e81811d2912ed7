import type { ListrTask } from "listr2";
import { hiding } from "../page/views/hide-secrets.ts";
import type { Chapter, Scene } from "./scene.ts";
import { storyLines } from "./story-lines.ts";
import type { StepResult } from "./story-report.ts";

/** A story as it went: all its steps, and the error of the first one that failed. */
export interface Told {
  readonly steps: StepResult[];
  readonly error?: unknown;
}

/** Where a chapter is told: its world, once it has started, and where its output goes. */
export interface Place {
  scene: Scene | undefined;
  show: (line: string) => void;
}

/** Turns steps into tasks, and keeps what each of them came to. */
export class Teller {
  readonly #began = performance.now();
  readonly #openings: StepResult[] = [];
  readonly #results: StepResult[] = [];
  readonly #secrets = new Set<string>();
  readonly #hide = hiding(() => [...this.#secrets]);
  #failure: unknown;

  /** The task that starts a world. */
  opening(title: string, place: Place, start: () => Promise<Scene>): ListrTask {
    return this.#task(
      title,
      undefined,
      () => place,
      this.#openings,
      async () => {
        const scene = await start();
        place.scene = scene;
        for (const secret of scene.secrets) this.#secrets.add(secret);
        return `${scene.world.render.url}, ${scene.world.vercel.url}`;
      },
    );
  }

  /** The task of one step, told where its chapter is by then. */
  step(title: string, chapter: string | undefined, place: () => Place, run: () => Promise<string>): ListrTask {
    return this.#task(title, chapter, place, this.#results, run);
  }

  /** What was told, with the steps of each chapter that were not reached as skipped. */
  whole(chapters: readonly Chapter[]): Told {
    const steps = [...this.#openings];
    for (const { title: chapter, steps: all } of chapters) {
      const reached = this.#results.filter((result) => result.chapter === chapter);
      const before = reached.at(-1) ?? steps.at(-1);
      const startedMs = before ? before.startedMs + before.durationMs : 0;
      const left = all.slice(reached.length).map(
        ({ title }): StepResult => ({
          ...inChapter(chapter),
          ...{ title, outcome: "skipped", startedMs, durationMs: 0, fact: "not reached", lines: [] },
        }),
      );
      steps.push(...reached, ...left);
    }
    return this.#failure === undefined ? { steps } : { steps, error: this.#failure };
  }

  #task(
    title: string,
    chapter: string | undefined,
    placeOf: () => Place,
    results: StepResult[],
    run: () => Promise<string>,
  ): ListrTask {
    return {
      title,
      rendererOptions: { outputBar: 3 },
      task: async (_, shown) => {
        const heard: string[] = [];
        placeOf().show = (line) => {
          heard.push(line);
          shown.output = line;
        };
        const startedMs = this.#now();
        const record = (outcome: StepResult["outcome"], said: string) => {
          const [fact, lines] = [this.#hide(said), storyLines(heard, [...this.#secrets])];
          const durationMs = this.#now() - startedMs;
          results.push({ ...inChapter(chapter), title, outcome, startedMs, durationMs, fact, lines });
        };
        try {
          const fact = await run();
          record("passed", fact);
          shown.title = `${title}: ${this.#hide(fact)}`;
        } catch (error) {
          this.#failure ??= error;
          record("failed", error instanceof Error ? error.message : String(error));
          throw new Error(title, { cause: error });
        }
      },
    };
  }

  readonly #now = () => Math.round(performance.now() - this.#began);
}

const inChapter = (chapter: string | undefined) => (chapter === undefined ? {} : { chapter });
