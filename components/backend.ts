import * as pulumi from "@pulumi/pulumi";
import type { AppConfig, Deploys } from "../config/app.ts";
import { type BackendRole, type EnvConfig, envOf } from "../config/env.ts";
import { likeApi, type ServicesConfig } from "../config/services.ts";
import { BackgroundWorker } from "../providers/render/sdk/background-worker.ts";
import { CronJob } from "../providers/render/sdk/cron-job.ts";
import { KeyValue } from "../providers/render/sdk/key-value.ts";
import { WebService } from "../providers/render/sdk/web-service.ts";
import { type EnvScope, resolveEnv } from "./env.ts";
import { type DeclaredService, requestOf } from "./service-request.ts";

export interface BackendArgs {
  app: AppConfig;
  /** Render workspace, `tea-…`. */
  owner: string;
  deploys: Deploys;
  services: ServicesConfig;
  env: EnvConfig;
  /** Where values come from; the queue's and the API's addresses are added here. */
  scope: EnvScope;
}

/**
 * The services on Render that share one env: the API, its worker, the scheduler, and the queue between them (S1.1, S1.9,
 * S1.13). What config adopts is taken over by its id and not deployed for it. The queue is protected, and so is what is
 * adopted, as long as config says so.
 *
 * @example
 * const backend = new Backend("backend", { app, owner: "tea-…", deploys: "release", services, env, scope });
 * export const apiUrl = backend.apiUrl;
 */
export class Backend extends pulumi.ComponentResource {
  /** `https://…`, no trailing slash. */
  declare readonly apiUrl: pulumi.Output<string>;
  declare readonly apiId: pulumi.Output<string>;
  /** The deploy that serves now; changes exactly when the API was deployed. */
  declare readonly apiDeployId: pulumi.Output<string>;
  /** The newest deploy of each service, the API's first. */
  declare readonly deployIds: pulumi.Output<string>[];

  constructor(name: string, args: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Backend", name, {}, opts);
    const { app, owner, deploys, env, scope } = args;
    const { api, worker, scheduler, queue } = args.services;
    const inside = { parent: this };

    const store = queue && new KeyValue("queue", storeOf(queue), { ...adopting(queue), protect: !queue.allowDestroy });
    const withQueue = { ...scope.outputs, ...(store ? { "queue.url": store.connectionString } : {}) };
    const service = new WebService("api", { ...declare(api), env: envFor("api", withQueue) }, adopting(api));
    const withApi = { ...withQueue, "api.url": service.url };
    const others: { deployId: pulumi.Output<string> }[] = [];

    if (worker)
      others.push(
        new BackgroundWorker(
          "worker",
          { ...declare(likeApi(api, worker)), env: envFor("worker", withApi) },
          adopting(worker),
        ),
      );

    if (scheduler) {
      const { schedule, continuous, ...same } = likeApi(api, scheduler);
      const scheduled = { env: envFor("scheduler", withApi), ...stopped(same.suspended, continuous?.active) };
      const cronJob = new CronJob("scheduler", { ...declare(same), schedule, ...scheduled }, adopting(scheduler));
      others.push(cronJob);
      // After the cron job is suspended, so that the two do not run at once.
      if (continuous?.active) {
        const { startCommand } = continuous;
        const twin = declare({ ...same, name: `${same.name}-continuous`, startCommand });
        const alone = { ...inside, dependsOn: [cronJob] };
        others.push(new BackgroundWorker("scheduler-continuous", { ...twin, env: scheduled.env }, alone));
      }
    }

    this.apiUrl = service.url;
    this.apiId = service.id;
    this.apiDeployId = service.deployId;
    this.deployIds = [service.deployId, ...others.map(({ deployId }) => deployId)];
    this.registerOutputs({ apiUrl: this.apiUrl, apiId: this.apiId, apiDeployId: this.apiDeployId });

    function declare(service: DeclaredService) {
      return { ...requestOf(service, deploys, app), ownerId: owner };
    }

    function envFor(role: BackendRole, outputs: EnvScope["outputs"]) {
      return resolveEnv(envOf(env, role), { ...scope, outputs });
    }

    function storeOf({ adopt: _, ...store }: NonNullable<ServicesConfig["queue"]>) {
      return { ...store, ownerId: owner, region: store.region ?? api.region };
    }

    function adopting({ adopt }: { adopt?: string }) {
      return adopt === undefined ? inside : { ...inside, import: adopt, protect: true };
    }
  }
}

/** A cron job with a continuous worker runs when that does not; without one, only config's own word counts. */
function stopped(suspended: boolean | undefined, active: boolean | undefined): { suspended?: boolean } {
  const known = active === undefined ? suspended : active || (suspended ?? false);
  return known === undefined ? {} : { suspended: known };
}
