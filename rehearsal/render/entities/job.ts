import { z } from "zod";
import { type Moment, micros } from "./moment.ts";

export const jobStatuses = ["pending", "running", "succeeded", "failed", "canceled"] as const;

/** Body of `POST /services/{id}/jobs`. */
export const JobPost = z.object({ startCommand: z.string().min(1), planId: z.string().nullish() });

/** One command, run once with what its service's live deploy was built from and given. */
export interface Job {
  readonly id: string;
  readonly serviceId: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly startCommand: string;
  readonly planId: string;
  readonly createdAt: Moment;
  status: (typeof jobStatuses)[number];
  startedAt: Moment | undefined;
  finishedAt: Moment | undefined;
}

/** Render's JSON of a job. */
export const jobJson = (job: Job, time: (moment: Moment) => string = micros) => ({
  id: job.id,
  serviceId: job.serviceId,
  startCommand: job.startCommand,
  planId: job.planId,
  status: job.status,
  createdAt: time(job.createdAt),
  startedAt: job.startedAt === undefined ? undefined : time(job.startedAt),
  finishedAt: job.finishedAt === undefined ? undefined : time(job.finishedAt),
});
