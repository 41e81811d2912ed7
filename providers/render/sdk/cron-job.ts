import type * as pulumi from "@pulumi/pulumi";
import { RenderService, type ServiceArgs } from "./service.ts";

const TOKEN = "render:index:CronJob";

/** Inputs of `CronJob`. Render gives it no instances to scale, no pre-deploy command and no previews. */
export interface CronJobArgs extends ServiceArgs {
  /** Five cron fields in UTC, e.g. `0 * * * *`. A change takes effect without a deploy. */
  schedule: pulumi.Input<string>;
}

/**
 * A command that Render runs on a schedule (S1.13). Changing `region` or `ownerId` replaces it.
 * Its creation and updates are done when their own deploy is live, which starts no run.
 *
 * @example
 * new CronJob("scheduler", {
 *   name: "twin-brains-scheduler",
 *   ownerId: "tea-…",
 *   repo: "https://github.com/acme-brains/twin-brains",
 *   runtime: "docker",
 *   dockerCommand: "python -m run_feedback_learning_scheduler --once",
 *   schedule: "0 * * * *",
 * });
 */
export class CronJob extends RenderService {
  declare readonly schedule: pulumi.Output<string>;

  /** A cron job that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): CronJob {
    return new CronJob(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: CronJobArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: CronJobArgs | undefined, opts?: pulumi.CustomResourceOptions) {
    super(TOKEN, name, args, [], opts);
  }
}
