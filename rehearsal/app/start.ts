import { createBackend } from "./backend.ts";
import type { AppRuntime, RunningApp } from "./runtime.ts";
import { startScheduler } from "./scheduler.ts";
import { startWorker } from "./worker.ts";

export type { AppRuntime, RunningApp } from "./runtime.ts";

/**
 * Starts the program of the sample app that a start command names: the feedback-learning scheduler (S1.13), the worker,
 * or else the API.
 * @throws StartupFailure when it refuses to start with this environment, as the process would exit.
 */
export async function startApp(runtime: AppRuntime): Promise<RunningApp> {
  if (runtime.command.includes("run_feedback_learning_scheduler")) return startScheduler(runtime);
  if (runtime.command.includes("worker")) return startWorker(runtime);
  const { app, close } = createBackend(runtime);
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  return {
    fetch: (request) => app.fetch(request),
    exited,
    async stop() {
      await close();
      resolve(0);
    },
  };
}
