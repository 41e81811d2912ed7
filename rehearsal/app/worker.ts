import type { AppDatabase } from "./database.ts";
import { connectDatabase } from "./database.ts";
import { failJob } from "./jobs.ts";
import { connectQueue, type Queue } from "./queue.ts";
import { requireEnv, StartupFailure } from "./required-env.ts";
import type { AppRuntime, RunningApp } from "./runtime.ts";
import { type LearningSettings, learningSettings } from "./settings.ts";

/**
 * The sample app's worker: takes learning jobs from the queue, one after the other, and does them.
 * @throws StartupFailure without its variables, or when queue or database are not reached.
 */
export async function startWorker(runtime: AppRuntime): Promise<RunningApp> {
  const { env, commit, log } = runtime;
  requireEnv(env, "job");
  const settings = learningSettings(env);
  const { database, queue, close } = await reach(runtime);
  if (commit.app.worker === "crash") {
    log("ERROR: ImportError: cannot import name 'process_feedback_job' from 'jobs'");
    await close();
    return { exited: Promise.resolve(1), stop: async () => {} };
  }
  log(`INFO: worker started from commit ${commit.sha.slice(0, 7)}, waiting for jobs`);

  let stopping = false;
  const work = async () => {
    while (!stopping) {
      const jobId = await queue.pop(5).catch((cause: Error) => {
        if (!stopping) log(`ERROR: queue: ${cause.message}`);
        return undefined;
      });
      if (jobId) await doJob({ database, settings, log, behaviour: commit.app.worker }, jobId);
    }
  };
  const exited = work()
    .then(() => 0)
    .catch((cause: Error) => {
      log(`ERROR: ${cause.message}`);
      return 1;
    })
    .finally(close);
  return {
    exited,
    async stop() {
      stopping = true;
      queue.close();
      await exited;
    },
  };
}

/** Database and queue, both answering. @throws StartupFailure */
export async function reach(
  runtime: AppRuntime,
): Promise<{ database: AppDatabase; queue: Queue; close(): Promise<void> }> {
  const [database, queue] = [connectDatabase(runtime), connectQueue(runtime)];
  const close = async () => {
    queue?.close();
    await database?.close();
  };
  try {
    if (!database || !queue) throw new Error("no database or queue is configured");
    await Promise.all([queue.reached(), database.query("select 1")]);
    return { database, queue, close };
  } catch (cause) {
    await close();
    throw new StartupFailure(`queue or database cannot be reached: ${cause instanceof Error ? cause.message : cause}`);
  }
}

interface Work {
  readonly database: AppDatabase;
  readonly settings: LearningSettings;
  readonly log: (line: string) => void;
  readonly behaviour: "crash" | "stuck" | "fail" | undefined;
}

async function doJob({ database, settings, log, behaviour }: Work, jobId: string): Promise<void> {
  const [job] = await database.query<{ twin_id: string; events: number }>(
    `update learning_jobs set status = 'processing', started_at = now() where id = $1 and status = 'queued'
     returning twin_id, (select count(*)::int from feedback_events where job_id = $1) as events`,
    [jobId],
  );
  if (!job) return log(`WARNING: job ${jobId} is not waiting to be done`);
  log(`INFO: job ${jobId} started: ${job.events} events of twin ${job.twin_id}`);
  if (behaviour === "stuck") return;
  if (behaviour === "fail") {
    log(`ERROR: job ${jobId} failed: the persona could not be compiled`);
    return failJob(database, jobId, "the persona could not be compiled");
  }
  const gate = settings.regressionGate ? "passed" : "skipped";
  await database.query(
    `update learning_jobs set status = 'processed', regression_gate = $2, published = $3, finished_at = now() where id = $1`,
    [jobId, gate, settings.autoPublish],
  );
  const outcome = settings.autoPublish ? "published" : "kept for review";
  log(`INFO: job ${jobId} processed: regression gate ${gate}, ${outcome}`);
}
