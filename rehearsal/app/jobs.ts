import type { AppDatabase } from "./database.ts";
import type { Queue } from "./queue.ts";

export interface Due {
  readonly minEvents: number;
  readonly cooldownMinutes: number;
  /** At most this many twins. */
  readonly limit: number;
  /** Only this one. */
  readonly twinId?: string;
  readonly requestedBy: "api" | "scheduler";
}

export interface Job {
  readonly id: string;
  readonly twin_id: string;
  /** `false`: the queue did not take it, and it is failed. */
  readonly queued: boolean;
}

/**
 * Makes a job for each twin with enough events that no job has learnt from, unless its last one is too recent, and puts it
 * into the queue. A job that the queue does not take is failed at once and its events wait for the next.
 */
export async function enqueueDue(
  { database, queue, log }: { database: AppDatabase; queue: Queue; log: (line: string) => void },
  due: Due,
): Promise<Job[]> {
  const jobs = await database.query<Omit<Job, "queued">>(
    `with due as (
       select twin_id from feedback_events event
       where job_id is null and ($4::text is null or twin_id = $4) and not exists (
         select from learning_jobs job where job.twin_id = event.twin_id and job.status <> 'failed'
           and job.created_at > now() - make_interval(mins => $2::int))
       group by twin_id having count(*) >= $1::int order by twin_id limit $3::int
     ), job as (
       insert into learning_jobs (twin_id, requested_by) select twin_id, $5 from due returning id, twin_id
     ), learnt as (
       update feedback_events set job_id = job.id from job
       where feedback_events.twin_id = job.twin_id and feedback_events.job_id is null
     )
     select id, twin_id from job`,
    [due.minEvents, due.cooldownMinutes, due.limit, due.twinId ?? null, due.requestedBy],
  );
  return Promise.all(
    jobs.map(async (job) => {
      try {
        await queue.push(job.id);
        log(`INFO: job ${job.id} for twin ${job.twin_id} enqueued`);
        return { ...job, queued: true };
      } catch (cause) {
        log(`ERROR: job ${job.id} could not be enqueued: ${cause instanceof Error ? cause.message : cause}`);
        await failJob(database, job.id, "the queue cannot be reached");
        return { ...job, queued: false };
      }
    }),
  );
}

/** Ends a job; its events wait for another one. */
export async function failJob(database: AppDatabase, jobId: string, error: string): Promise<void> {
  await database.query(
    `with failed as (
       update learning_jobs set status = 'failed', error = $2, finished_at = now() where id = $1 returning id
     )
     update feedback_events set job_id = null from failed where job_id = failed.id`,
    [jobId, error],
  );
}
