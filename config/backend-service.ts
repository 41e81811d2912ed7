import { Cron } from "croner";
import { z } from "zod";
import { refuse } from "./rule.ts";
import {
  adopt,
  building,
  dockerfile,
  image,
  instances,
  nativeRuntimes,
  notifyOnFail,
  plan,
  region,
  serviceName,
  suspended,
} from "./service-fields.ts";
import { command, text } from "./text.ts";

/** What a service beside the API takes from the API unless it says otherwise: they are built from the same code. */
const likeTheApi = {
  runtime: z
    .enum([...nativeRuntimes, "docker", "image"])
    .exactOptional()
    .meta({ description: "Default: the API's", examples: ["python"] }),
  buildCommand: command("Default: the API's", "pip install -r requirements.txt").exactOptional(),
  ...dockerfile,
  image: image.exactOptional(),
  ...building,
  notifyOnFail,
  region: region("Default: the API's; changing it replaces the service").exactOptional(),
};

/**
 * A process that serves no requests, such as the consumer of a queue.
 * @see https://render.com/docs/background-workers
 */
export const worker = z
  .strictObject({
    name: serviceName("The worker's name on Render", "twin-brains-worker"),
    startCommand: command(
      "Starts the worker; with runtime docker or image it replaces the image's CMD",
      "python worker.py",
    ).exactOptional(),
    plan,
    ...likeTheApi,
    ...instances,
    suspended,
    adopt: adopt("srv"),
  })
  .meta({ title: "Worker", description: "A process beside the API that serves no requests (S1.1)" });

const schedule = z
  .string()
  .superRefine((written, ctx) => {
    if (!isSchedule(written)) refuse(ctx, [], SCHEDULE_EXPECTED, { suggest: "*/15 * * * *" });
  })
  .meta({
    description: "When it runs: minute, hour, day, month, weekday, in UTC",
    examples: ["*/15 * * * *"],
    patternErrorMessage: "expected five cron fields in UTC, such as */15 * * * *",
  });

/**
 * A command that runs by the clock and ends; or, while `continuous.active`, one that goes on, in a worker of its own
 * beside the suspended cron job (S1.13).
 * @see https://render.com/docs/cronjobs
 */
export const scheduler = z
  .strictObject({
    name: serviceName("The cron job's name on Render", "twin-brains-scheduler"),
    schedule,
    startCommand: command(
      "What each run does; it ends by itself. With runtime docker or image it replaces the image's CMD",
      "python scripts/run_feedback_learning_scheduler.py --once",
    ).exactOptional(),
    continuous: z
      .strictObject({
        active: z
          .boolean()
          .default(false)
          .meta({ description: "Whether the worker runs instead of the cron job, which is suspended then" }),
        startCommand: command(
          "What the worker runs; it goes on without an end",
          "python scripts/run_feedback_learning_scheduler.py --interval-seconds 900",
        ),
      })
      .exactOptional()
      .meta({ description: "A worker in place of the cron job, named <name>-continuous" }),
    plan,
    ...likeTheApi,
    suspended,
    adopt: adopt("crn"),
  })
  .meta({ title: "Scheduler", description: "A command that runs by the clock (S1.13)" });

/**
 * The key value store behind a queue. It is protected: see `allowDestroy`.
 * @see https://render.com/docs/key-value
 */
export const queue = z
  .strictObject({
    name: serviceName("The store's name on Render", "twin-brains-queue"),
    plan: z
      .enum(["free", "starter", "standard", "pro", "pro_plus", "custom"])
      .default("starter")
      .meta({ description: "The Render instance type; a free one loses everything when it restarts" }),
    region: region("Default: the API's; it cannot be changed").exactOptional(),
    maxmemoryPolicy: z
      .enum([
        "noeviction",
        "allkeys_lfu",
        "allkeys_lru",
        "allkeys_random",
        "volatile_lfu",
        "volatile_lru",
        "volatile_random",
        "volatile_ttl",
      ])
      .default("noeviction")
      .meta({ description: "What a full store throws away; a queue throws away nothing" }),
    ipAllowList: z
      .array(
        z.strictObject({
          cidrBlock: text(/^(?:(?:\d{1,3}\.){3}\d{1,3}\/(?:[12]?\d|3[0-2])|[0-9a-f:]+\/(?:\d{1,2}|1[01]\d|12[0-8]))$/, {
            expected: "a range of addresses, such as 203.0.113.7/32",
            description: "The addresses",
            examples: ["203.0.113.7/32"],
          }),
          description: z
            .string()
            .min(1)
            .meta({ description: "Whose addresses they are", examples: ["office"] }),
        }),
      )
      .default([])
      .meta({ description: "Who may connect from outside of Render; nobody when left out" }),
    allowDestroy: z.boolean().default(false).meta({
      description: "Lifts the protection: set it, run pulumi up, and only then can the store be destroyed",
    }),
    adopt: adopt("red"),
  })
  .meta({ title: "Queue", description: "The key value store that API and worker share (S1.6)" });

/** A worker as the file has it; what it leaves out is the API's. */
export type WorkerConfig = z.output<typeof worker>;
/** A scheduled command as the file has it; what it leaves out is the API's. */
export type SchedulerConfig = z.output<typeof scheduler>;

const SCHEDULE_EXPECTED = "five cron fields in UTC, such as */15 * * * *";

/** Five fields, as Render takes them: no seconds, no names such as @daily, and some moment that comes. */
function isSchedule(written: string): boolean {
  if (written !== written.trim() || !/^[\d*,/\-A-Za-z]+( [\d*,/\-A-Za-z]+){4}$/.test(written)) return false;
  try {
    return new Cron(written, { paused: true, mode: "5-part", timezone: "UTC" }).nextRun() !== null;
  } catch {
    return false;
  }
}
