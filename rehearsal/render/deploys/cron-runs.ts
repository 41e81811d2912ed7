import { badRequest } from "../api-error.ts";
import type { CronRun } from "../entities/cron-run.ts";
import { nextDue } from "../entities/schedule.ts";
import type { Service } from "../entities/service.ts";
import { happened } from "../events/happened.ts";
import type { Instance } from "./instance.ts";
import { commandOf, type ProcessWorld, startProcess } from "./start.ts";

const longestTimerMs = 2 ** 31 - 1;

interface Active {
  readonly run: CronRun;
  readonly process: Promise<Instance>;
  readonly done: Promise<void>;
}

/**
 * Runs of cron jobs: on their schedule by the world's clock, or when asked for; at most one of each job at a time. What
 * falls due while one is active, or while the clock jumps, is one run.
 * @see https://render.com/docs/cronjobs
 */
export class CronRuns {
  readonly #world: ProcessWorld;
  readonly #active = new Map<string, Active>();
  #timer: NodeJS.Timeout | undefined;

  constructor(world: ProcessWorld) {
    this.#world = world;
    world.clock.onAdvance(() => this.rearm());
  }

  /** Starts a run now; an active one is canceled for it. @throws ApiError 400 where there is nothing to run. */
  async trigger(service: Service): Promise<CronRun> {
    if (service.suspended) throw badRequest("cannot run suspended cron job");
    await this.cancel(service.id);
    return this.#run(service, "user");
  }

  /** Ends the active run, if there is one. */
  async cancel(serviceId: string): Promise<void> {
    const active = this.#active.get(serviceId);
    if (!active) return;
    this.#end(active.run, "canceled");
    await active.process.then((process) => process.stop()).catch(() => {});
    await active.done;
  }

  /** A job is on schedule from now on: it was made, resumed, or its schedule changed. */
  schedule(service: Service): void {
    service.scheduledUntil = this.#world.state.moments.next();
    this.rearm();
  }

  /** Starts what is due, and waits for what will be next. Called by itself when the clock is set forward. */
  rearm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = this.#world.clock.now();
    const waits: number[] = [];
    for (const service of this.#world.state.services.values()) {
      if (service.type !== "cron_job" || service.suspended) continue;
      const due = nextDue(service.settings.schedule, new Date(Number(service.scheduledUntil / 1_000_000n)));
      if (due && due <= now) {
        service.scheduledUntil = BigInt(now.getTime()) * 1_000_000n;
        if (service.liveDeployId && !this.#active.has(service.id)) this.#run(service, "schedule");
      }
      const next = nextDue(service.settings.schedule, now);
      if (next) waits.push(next.getTime() - now.getTime());
    }
    if (waits.length === 0) return;
    this.#timer = setTimeout(() => this.rearm(), Math.min(...waits, longestTimerMs));
    this.#timer.unref();
  }

  /** Resolves when no run is active. */
  async settled(): Promise<void> {
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const id of [...this.#active.keys()]) await this.cancel(id);
    clearTimeout(this.#timer);
  }

  #run(service: Service, triggeredBy: CronRun["triggeredBy"]): CronRun {
    const { state } = this.#world;
    const deploy = state.deploys.get(service.liveDeployId ?? "");
    if (!deploy?.snapshot) throw badRequest("cron job has no live deploy");
    const number = [...state.cronRuns.values()].filter(({ serviceId }) => serviceId === service.id).length + 1;
    const run: CronRun = {
      id: `${service.id}-${number.toString().padStart(8, "0")}`,
      serviceId: service.id,
      triggeredBy,
      startedAt: state.moments.next(),
      status: "pending",
      finishedAt: undefined,
      exitCode: undefined,
    };
    state.cronRuns.set(run.id, run);
    happened(this.#world, service.id, "cron_job_run_started", { cronJobRunId: run.id });
    const command = commandOf(deploy.snapshot);
    const process = startProcess(this.#world, service, deploy, deploy.snapshot, { id: run.id, command });
    const done = this.#finish(service, run, process);
    this.#active.set(service.id, { run, process, done });
    return run;
  }

  async #finish(service: Service, run: CronRun, starting: Promise<Instance>): Promise<void> {
    const { state } = this.#world;
    let reason = "";
    const code = await starting.then(
      ({ exited }) => exited,
      (error: unknown) => {
        reason = error instanceof Error ? `: ${error.message}` : "";
        return 1;
      },
    );
    await starting.then((process) => process.stop()).catch(() => {});
    this.#active.delete(service.id);
    if (run.status !== "pending") return;
    run.exitCode = code;
    this.#end(run, code === 0 ? "successful" : "unsuccessful");
    if (code === 0) service.lastSuccessfulRunAt = run.finishedAt;
    const line = code === 0 ? "==> Your cron job ended with status 0" : `==> Exited with status ${code}${reason}`;
    state.logs.add(service.id, "app", line, run.id, code === 0 ? "info" : "error");
  }

  #end(run: CronRun, status: CronRun["status"]): void {
    run.status = status;
    run.finishedAt = this.#world.state.moments.next();
    happened(this.#world, run.serviceId, "cron_job_run_ended", { cronJobRunId: run.id, status });
  }
}
