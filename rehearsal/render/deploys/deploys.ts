import type { Commit } from "../../core/git.ts";
import { badRequest } from "../api-error.ts";
import { type Deploy, isRunning, type Snapshot, type Trigger } from "../entities/deploy.ts";
import type { Service } from "../entities/service.ts";
import { keepUp } from "./keep-up.ts";
import { deployAtOnce, type PipelineWorld, runDeploy } from "./pipeline.ts";
import { start } from "./start.ts";
import { step } from "./step.ts";

export interface DeployArgs {
  readonly trigger: Trigger;
  readonly commit: Commit;
  readonly image?: Deploy["image"];
  /** Skips the build: the artifact exists. Default false. */
  readonly prebuilt?: boolean;
  /** What to run with, where it is not the service as it is by then. */
  readonly snapshot?: Snapshot;
}

interface Lane {
  readonly running: Deploy;
  readonly stop: AbortController;
  /** It has left the queue, or is held up in it. */
  readonly begun: Promise<void>;
  readonly done: Promise<void>;
  /** The latest deploy triggered meanwhile; it replaces an earlier one that still waits. */
  waiting?: Deploy;
}

/**
 * Deploys of all services: one at a time per service, the latest of those that came meanwhile next
 * (the workspace policy "wait").
 * @see https://render.com/docs/deploys
 */
export class Deploys {
  readonly #world: PipelineWorld;
  readonly #lanes = new Map<string, Lane>();

  constructor(world: PipelineWorld) {
    this.#world = world;
  }

  /** Starts a deploy, or queues it behind the one that runs. */
  add(service: Service, { trigger, commit, image, prebuilt = false, snapshot }: DeployArgs): Deploy {
    const { state } = this.#world;
    const at = state.moments.next();
    const deploy: Deploy = {
      id: state.ids.next("dep"),
      serviceId: service.id,
      sequence: state.nextSequence(),
      ...{ trigger, commit, image, prebuilt, snapshot },
      createdAt: at,
      updatedAt: at,
      status: "created",
      startedAt: undefined,
      finishedAt: undefined,
      history: [{ status: "created", at }],
    };
    state.deploys.set(deploy.id, deploy);

    const lane = this.#lanes.get(service.id);
    if (service.type === "cron_job" && deploy.image) deployAtOnce(this.#world, service, deploy);
    else if (!lane) this.#run(service, deploy);
    else {
      if (lane.waiting) step(this.#world, lane.waiting, "canceled");
      step(this.#world, deploy, "queued");
      lane.waiting = deploy;
    }
    return deploy;
  }

  /** Ends a deploy that is under way, or takes it out of the queue. @throws ApiError 400 when it has ended. */
  async cancel(deploy: Deploy): Promise<void> {
    if (!isRunning(deploy)) throw badRequest(`deploy ${deploy.id} is ${deploy.status} and cannot be canceled`);
    const lane = this.#lanes.get(deploy.serviceId);
    if (lane?.waiting === deploy) {
      delete lane.waiting;
      step(this.#world, deploy, "canceled");
    } else if (lane) {
      lane.stop.abort();
      await lane.done;
    }
  }

  /** Resolves when a deploy that nothing runs before has its first phase; the vendor answers only then. */
  async begun(deploy: Deploy): Promise<void> {
    const lane = this.#lanes.get(deploy.serviceId);
    if (lane?.running === deploy) await lane.begun;
  }

  /** Ends everything under way for a service. */
  async cancelAll(service: Service): Promise<void> {
    const lane = this.#lanes.get(service.id);
    if (!lane) return;
    if (lane.waiting) await this.cancel(lane.waiting);
    lane.stop.abort();
    await lane.done;
  }

  /** Replaces the running instance by a new one of the same deploy. @throws ApiError 400 when nothing is live. */
  async restart(service: Service): Promise<void> {
    const { state, fleet } = this.#world;
    const live = state.deploys.get(service.liveDeployId ?? "");
    if (!live?.snapshot || service.suspended) throw badRequest(`service ${service.id} is not running`);
    const instance = await start(this.#world, service, live, live.snapshot);
    if (service.liveDeployId !== live.id || !fleet.instanceOf(service.id)) return instance.stop();
    fleet.switchTo(service, instance);
    void keepUp(this.#world, service, live, instance);
  }

  /** Resolves when no deploy is under way. */
  async settled(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all([...this.#lanes.values()].map(({ done }) => done));
  }

  #run(service: Service, deploy: Deploy): void {
    const stop = new AbortController();
    const begun = Promise.withResolvers<void>();
    const done = runDeploy(this.#world, service, deploy, stop.signal, begun.resolve).finally(() => {
      begun.resolve();
      const waiting = this.#lanes.get(service.id)?.waiting;
      this.#lanes.delete(service.id);
      if (waiting) this.#run(service, waiting);
    });
    this.#lanes.set(service.id, { running: deploy, stop, begun: begun.promise, done });
  }
}
