import { z } from "zod";
import { anyService, paidPlan, ServiceState } from "./inputs.ts";
import type { Patience } from "./patience.ts";
import { serviceResource } from "./service-resource.ts";

export const CronJobInputs = z.object({
  ...anyService,
  plan: paidPlan,
  schedule: z
    .string()
    .regex(/^\s*(\S+\s+){4}\S+\s*$/, 'five cron fields in UTC, such as "*/15 * * * *"')
    .describe("Five cron fields in UTC. A change takes effect without a deploy."),
});
export type CronJobInputs = z.infer<typeof CronJobInputs>;

/** @see https://render.com/docs/cronjobs (read 2026-11) */
export const makeCronJob = (patience?: Patience) =>
  serviceResource<CronJobInputs, ServiceState>(
    {
      type: "cron_job",
      token: "render:index:CronJob",
      prefix: "crn",
      description: "A command that Render runs on a schedule. Done when its own deploy is live, which starts no run.",
      inputs: CronJobInputs,
      state: ServiceState,
      own: () => ({}),
    },
    patience,
  );

/** A command that Render runs on a schedule (S1.13). */
export const cronJob = makeCronJob();
