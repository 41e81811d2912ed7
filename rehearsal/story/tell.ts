import { Listr, type ListrTask, PRESET_TIMER } from "listr2";
import { hiding } from "../page/views/hide-secrets.ts";
import type { Scene, Step } from "./scene.ts";
import { storyLines } from "./story-lines.ts";
import type { StepResult } from "./story-report.ts";

/**
 * Tells a story live: each step with its duration and what was seen; the first failing one ends it.
 * @param prepare makes the scene; its `onLine` shows a line of the engine's output below the running step.
 * @returns all steps as they went, those after a failure as skipped, and the error of the failed one.
 */
export async function tell(
  prepare: (onLine: (line: string) => void) => Promise<Scene>,
  steps: readonly Step[],
  { quiet }: { quiet: boolean },
): Promise<{ steps: StepResult[]; error?: unknown }> {
  const results: StepResult[] = [];
  const began = performance.now();
  let secrets: readonly string[] = [];
  const hide = hiding(() => secrets);
  let show: (line: string) => void = () => {};
  let failure: unknown;

  const task = (title: string, run: () => Promise<string>): ListrTask => ({
    title,
    rendererOptions: { outputBar: 3 },
    task: async (_, shown) => {
      const heard: string[] = [];
      show = (line) => {
        heard.push(line);
        shown.output = line;
      };
      const startedMs = Math.round(performance.now() - began);
      const record = (outcome: StepResult["outcome"], fact: string) => {
        const durationMs = Math.round(performance.now() - began) - startedMs;
        results.push({ title, outcome, startedMs, durationMs, fact: hide(fact), lines: storyLines(heard, secrets) });
      };
      try {
        const fact = await run();
        record("passed", fact);
        shown.title = `${title}: ${hide(fact)}`;
      } catch (error) {
        failure = error;
        record("failed", error instanceof Error ? error.message : String(error));
        throw new Error(title, { cause: error });
      }
    },
  });

  let scene: Promise<Scene>;
  const opening = task("Start the world: Render, Vercel, sample app, plugins", async () => {
    scene = prepare((line) => show(line));
    const { world, secrets: made } = await scene;
    secrets = made;
    return `${world.render.url}, ${world.vercel.url}`;
  });
  const tasks = [opening, ...steps.map((step) => task(step.title, async () => step.run(await scene)))];

  await new Listr(tasks, {
    renderer: quiet ? "silent" : "default",
    fallbackRenderer: quiet ? "silent" : "simple",
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: true },
    fallbackRendererOptions: { timer: PRESET_TIMER },
    registerSignalListeners: false,
  })
    .run()
    .catch(() => undefined);

  const startedMs = Math.round(performance.now() - began);
  for (const { title } of steps.slice(Math.max(0, results.length - 1)))
    results.push({ title, outcome: "skipped", startedMs, durationMs: 0, fact: "not reached", lines: [] });
  return failure === undefined ? { steps: results } : { steps: results, error: failure };
}
