import type { Commit } from "../../core/git.ts";
import { badRequest } from "../api-error.ts";
import { advance, type Deploy, isRunning, type Snapshot, type Trigger } from "../entities/deploy.ts";
import type { Service } from "../entities/service.ts";
import { type PipelineWorld, runDeploy, start } from "./pipeline.ts";

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
    if (!lane) this.#run(service, deploy);
    else {
      if (lane.waiting) advance(lane.waiting, "canceled", state.moments.next());
      advance(deploy, "queued", state.moments.next());
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
      advance(deploy, "canceled", this.#world.state.moments.next());
    } else if (lane) {
      lane.stop.abort();
      await lane.done;
    }
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
    if (service.liveDeployId === live.id && fleet.instanceOf(service.id)) fleet.switchTo(service, instance);
    else await instance.stop();
  }

  /** Resolves when no deploy is under way. */
  async settled(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all([...this.#lanes.values()].map(({ done }) => done));
  }

  #run(service: Service, deploy: Deploy): void {
    const stop = new AbortController();
    const done = runDeploy(this.#world, service, deploy, stop.signal).finally(() => {
      const waiting = this.#lanes.get(service.id)?.waiting;
      this.#lanes.delete(service.id);
      if (waiting) this.#run(service, waiting);
    });
    this.#lanes.set(service.id, { running: deploy, stop, done });
  }
}
