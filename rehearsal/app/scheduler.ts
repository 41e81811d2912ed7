import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { AppDatabase } from "./database.ts";
import { enqueueDue } from "./jobs.ts";
import type { Queue } from "./queue.ts";
import { requireEnv, StartupFailure } from "./required-env.ts";
import type { AppRuntime, RunningApp } from "./runtime.ts";
import { type LearningSettings, learningSettings } from "./settings.ts";
import { reach } from "./worker.ts";

const options = {
  once: { type: "boolean", default: false },
  "min-events": { type: "string" },
  "limit-twins": { type: "string", default: "100" },
  "interval-seconds": { type: "string", default: "900" },
} as const;

/**
 * The sample app's feedback-learning scheduler (S1.13): enqueues a job for each twin that has enough events, once
 * (`--once`, for a cron job) or every `--interval-seconds` of the world's time.
 * @throws StartupFailure without its variables, with options it does not know, or when queue or database are not reached.
 */
export async function startScheduler(runtime: AppRuntime): Promise<RunningApp> {
  requireEnv(runtime.env, "job");
  const settings = learningSettings(runtime.env);
  const asked = optionsOf(runtime.command);
  const parts = await reach(runtime);
  const stopping = new AbortController();
  const round = () =>
    enqueue(parts, runtime, { ...settings, minEvents: asked.minEvents ?? settings.minEvents }, asked.limit);

  const run = async () => {
    if (asked.once) return round();
    for (;;) {
      const next = runtime.now().getTime() + asked.intervalMs;
      await round().catch((cause: Error) => runtime.log(`ERROR: scheduler: ${cause.message}`));
      while (runtime.now().getTime() < next) await pause(200, undefined, { signal: stopping.signal });
    }
  };
  const exited = run()
    .then(() => 0)
    .catch((cause: Error) => {
      if (stopping.signal.aborted) return 0;
      runtime.log(`ERROR: scheduler: ${cause.message}`);
      return 1;
    })
    .finally(parts.close);
  return {
    exited,
    async stop() {
      stopping.abort();
      await exited;
    },
  };
}

async function enqueue(
  { database, queue }: { database: AppDatabase; queue: Queue },
  { log }: AppRuntime,
  settings: LearningSettings,
  limit: number,
): Promise<void> {
  const jobs = await enqueueDue({ database, queue, log }, { ...settings, limit, requestedBy: "scheduler" });
  const queued = jobs.filter((job) => job.queued).length;
  log(`INFO: scheduler: ${queued} of ${jobs.length} due twins enqueued`);
  const [waiting] = await database.query<{ jobs: number }>(
    "select count(*)::int as jobs from learning_jobs where status = 'queued' and created_at < now() - interval '15 minutes'",
  );
  if (waiting?.jobs)
    log(`WARNING: scheduler: ${waiting.jobs} jobs have waited for over 15 minutes: does a worker read this queue?`);
  if (queued < jobs.length) throw new Error("the queue did not take every job");
}

function optionsOf(command: string) {
  const words = command.trim().split(/\s+/);
  const args = words.slice(words.findIndex((word) => word.includes("run_feedback_learning_scheduler")) + 1);
  try {
    const { values } = parseArgs({ args, options });
    return {
      once: values.once,
      minEvents: values["min-events"] === undefined ? undefined : whole("min-events", values["min-events"]),
      limit: whole("limit-twins", values["limit-twins"]),
      intervalMs: 1000 * whole("interval-seconds", values["interval-seconds"]),
    };
  } catch (cause) {
    throw new StartupFailure(`run_feedback_learning_scheduler: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`argument --${name}: invalid int value`);
  return Number(text);
}
