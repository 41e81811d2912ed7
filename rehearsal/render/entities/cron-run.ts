import { type Moment, micros } from "./moment.ts";

/** One run of a cron job. */
export interface CronRun {
  readonly id: string;
  readonly serviceId: string;
  readonly triggeredBy: "schedule" | "user";
  readonly startedAt: Moment;
  status: "pending" | "successful" | "unsuccessful" | "canceled";
  finishedAt: Moment | undefined;
  /** Of its process; unknown while it runs and when it was canceled. */
  exitCode: number | undefined;
}

/** Render's JSON of a run: a schedule has no name, so only a person is named. */
export const cronRunJson = (run: CronRun, time: (moment: Moment) => string = micros) => ({
  id: run.id,
  status: run.status,
  startedAt: time(run.startedAt),
  finishedAt: run.finishedAt === undefined ? undefined : time(run.finishedAt),
  triggeredBy: run.triggeredBy === "user" ? "usr-0123456789abcdefghij" : undefined,
  canceledBy: run.status === "canceled" ? "usr-0123456789abcdefghij" : undefined,
});
