import { badRequest } from "../api-error.ts";
import type { Job } from "../entities/job.ts";
import type { Service } from "../entities/service.ts";
import { happened } from "../events/happened.ts";
import type { Instance } from "./instance.ts";
import { type ProcessWorld, startProcess } from "./start.ts";

/** One-off jobs: any command, once, with the artifact and the env of a service's live deploy. */
export class Jobs {
  readonly #world: ProcessWorld;
  readonly #processes = new Map<string, Promise<Instance>>();

  constructor(world: ProcessWorld) {
    this.#world = world;
  }

  /** @throws ApiError 400 when nothing of the service was ever deployed. */
  start(service: Service, startCommand: string, planId: string): Job {
    const { state } = this.#world;
    const deploy = state.deploys.get(service.liveDeployId ?? "");
    if (!deploy?.snapshot) throw badRequest("service has no live deploy to run a job with");
    const job: Job = {
      id: state.ids.next("job"),
      serviceId: service.id,
      sequence: state.nextSequence(),
      ...{ startCommand, planId, createdAt: state.moments.next() },
      status: "pending",
      startedAt: undefined,
      finishedAt: undefined,
    };
    state.jobs.set(job.id, job);
    const process = startProcess(this.#world, service, deploy, deploy.snapshot, { id: job.id, command: startCommand });
    this.#processes.set(job.id, process);
    void this.#follow(job, process);
    return job;
  }

  /** @throws ApiError 400 when it has ended. */
  async cancel(job: Job): Promise<void> {
    if (job.finishedAt !== undefined) throw badRequest(`job ${job.id} is ${job.status} and cannot be canceled`);
    this.#end(job, "canceled");
    await this.#stop(job.id);
  }

  async cancelAll(serviceId: string): Promise<void> {
    const running = [...this.#world.state.jobs.values()].filter(
      (job) => job.serviceId === serviceId && job.finishedAt === undefined,
    );
    for (const job of running) await this.cancel(job);
  }

  async #follow(job: Job, starting: Promise<Instance>): Promise<void> {
    const code = await starting.then(
      ({ exited }) => {
        if (job.status === "pending") job.status = "running";
        job.startedAt = this.#world.state.moments.next();
        return exited;
      },
      () => 1,
    );
    if (job.finishedAt === undefined) this.#end(job, code === 0 ? "succeeded" : "failed");
    await this.#stop(job.id);
  }

  async #stop(id: string): Promise<void> {
    const process = this.#processes.get(id);
    this.#processes.delete(id);
    await process?.then((running) => running.stop()).catch(() => {});
  }

  #end(job: Job, status: Job["status"]): void {
    job.status = status;
    job.finishedAt = this.#world.state.moments.next();
    happened(this.#world, job.serviceId, "job_run_ended", { jobId: job.id, status });
  }
}
