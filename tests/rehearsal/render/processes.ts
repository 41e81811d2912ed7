import type { AppRuntime, RunningApp } from "../../../rehearsal/app/runtime.ts";

/** A process of a test, which ends when the test says so. */
export interface Scripted {
  readonly runtime: AppRuntime;
  end(code: number): void;
  stopped: boolean;
}

/** The processes started since a test began, oldest first. */
export const processes: Scripted[] = [];

/**
 * Stands in for the sample app: `exit N` ends at once with that code, `stay` runs until it is stopped or ended, `serve`
 * does so and answers requests, `refuse` does not start.
 */
export async function startScripted(runtime: AppRuntime): Promise<RunningApp> {
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  const process: Scripted = { runtime, end: resolve, stopped: false };
  processes.push(process);
  const [verb, code] = runtime.command.split(" ");
  if (verb === "refuse") throw new Error("will not start");
  if (verb === "exit") resolve(Number(code));
  const stop = async () => {
    process.stopped = true;
    resolve(0);
  };
  return verb === "serve" ? { fetch: () => new Response("served"), exited, stop } : { exited, stop };
}
