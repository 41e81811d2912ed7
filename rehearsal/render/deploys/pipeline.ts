import { setTimeout as pause } from "node:timers/promises";
import { StartupFailure } from "../../app/required-env.ts";
import type { Faults } from "../../core/faults.ts";
import { type Deploy, type DeployStatus, isRunning, type Snapshot } from "../entities/deploy.ts";
import type { LogLevel, LogType } from "../entities/log-book.ts";
import { type Service, urlOf } from "../entities/service.ts";
import { traitsOf } from "../entities/service-type.ts";
import type { EventWorld } from "../events/happened.ts";
import type { Fleet } from "./fleet.ts";
import { faultOfHealth } from "./health.ts";
import type { Instance } from "./instance.ts";
import { keepUp } from "./keep-up.ts";
import { snapshotOf } from "./snapshot.ts";
import { type ProcessWorld, start } from "./start.ts";
import { step } from "./step.ts";

export interface PipelineWorld extends ProcessWorld, EventWorld {
  readonly fleet: Fleet;
  readonly faults: Faults;
  /** Real milliseconds that each phase takes. */
  readonly deployMs: number;
}

/** A phase that did not succeed: the deploy ends in this status, the reason goes to its log. */
class PhaseFailure extends Error {
  readonly status: DeployStatus;
  readonly type: LogType;

  constructor(status: DeployStatus, type: LogType, reason: string) {
    super(reason);
    this.status = status;
    this.type = type;
  }
}

/**
 * Takes one deploy from `created` to `live` or to a failure. It resolves in every case; `signal` cancels it.
 * @param begun told when it leaves the queue, or is held up in it.
 */
export async function runDeploy(
  world: PipelineWorld,
  service: Service,
  deploy: Deploy,
  signal: AbortSignal,
  begun: () => void,
): Promise<void> {
  const { state, faults, deployMs } = world;
  const move = (status: DeployStatus) => {
    step(world, deploy, status);
    if (status !== "queued") begun();
  };
  const wait = (ms: number) => pause(ms, undefined, { ref: false, signal });
  const say = (type: LogType, line: string, level?: LogLevel) =>
    state.logs.add(service.id, type, line, undefined, level);
  let instance: Instance | undefined;
  try {
    await wait(deployMs / 4);
    if (deploy.status === "created") move("queued");
    const slow = faults.take("slow-deploy", service.name);
    if (slow?.phase === "queued") begun();
    await wait(deployMs / 4 + (slow?.phase === "queued" ? slow.delayMs : 0));
    const snapshot = snapshotOf(state, service, deploy.snapshot);
    deploy.snapshot = snapshot;
    const doomed = faults.take("deploy", service.name)?.state;

    if (!deploy.prebuilt && !deploy.image) {
      move("build_in_progress");
      for (const line of buildLines(deploy, snapshot)) say("build", line);
      await wait(deployMs + (slow && slow.phase !== "queued" ? slow.delayMs : 0));
      const { buildFailure } = deploy.commit.app;
      for (const line of buildFailure ?? []) say("build", line, "error");
      if (buildFailure || doomed === "build_failed") throw new PhaseFailure("build_failed", "build", "Build failed");
      say("build", "==> Build successful");
    }
    const { preDeployCommand } = snapshot.settings;
    const preDeploys = deploy.trigger !== "rollback" && preDeployCommand;
    if (preDeploys || doomed === "pre_deploy_failed") {
      move("pre_deploy_in_progress");
      say("build", `==> Starting pre-deploy: ${preDeployCommand ?? ""}`);
      await wait(deployMs);
      if (doomed === "pre_deploy_failed") throw new PhaseFailure(doomed, "build", "Pre-deploy has failed");
    }
    move("update_in_progress");
    say("app", "==> Deploying...");
    if (traitsOf(service.type).process === "runs") await wait(deployMs);
    else {
      instance = await start(world, service, deploy, snapshot);
      await staysUp(instance, wait(deployMs));
      await isHealthy(world, service, snapshot, instance, signal);
    }
    if (doomed === "unhealthy") throw await neverHealthy(snapshot, wait(3 * deployMs));
    if (doomed === "canceled") throw new PhaseFailure(doomed, "app", "Deploy canceled");
    if (doomed) throw new PhaseFailure("update_failed", "app", "Deploy failed");
    goLive(world, service, deploy, instance);
    instance = undefined;
  } catch (cause) {
    if (!isRunning(deploy)) throw cause;
    const failure = signal.aborted ? new PhaseFailure("canceled", "app", "Deploy canceled") : asFailure(cause, deploy);
    say(failure.type, `==> ${failure.message}`, failure.status === "canceled" ? "warning" : "error");
    move(failure.status);
  } finally {
    await instance?.stop();
  }
}

/** The deploy serves from now on, instead of the one before. */
function goLive(world: PipelineWorld, service: Service, deploy: Deploy, instance: Instance | undefined): void {
  const { state, fleet } = world;
  const before = service.liveDeployId && state.deploys.get(service.liveDeployId);
  if (before) step(world, before, "deactivated");
  step(world, deploy, "live");
  service.liveDeployId = deploy.id;
  if (instance) {
    fleet.switchTo(service, instance);
    void keepUp(world, service, deploy, instance);
  }
  const place = traitsOf(service.type).short === "web" ? ` at ${urlOf(service)}` : "";
  state.logs.add(service.id, "app", `==> Your service is live${place}`);
}

/** A deploy that has nothing to build and no process to start: a cron job of an image. It is live at once. */
export function deployAtOnce(world: PipelineWorld, service: Service, deploy: Deploy): void {
  deploy.snapshot = snapshotOf(world.state, service, deploy.snapshot);
  for (const status of ["queued", "update_in_progress"] as const) step(world, deploy, status);
  goLive(world, service, deploy, undefined);
}

/** @throws PhaseFailure when the process ends before `time` is over: a new version that does not stay up. */
async function staysUp({ exited }: Instance, time: Promise<unknown>): Promise<void> {
  const code = await Promise.race([exited, time.then(() => undefined)]);
  if (code !== undefined) throw new PhaseFailure("update_failed", "app", `Exited with status ${code} while deploying`);
}

/** @throws PhaseFailure; only web services have a health check path, of others an open port or a process is enough. */
async function isHealthy(
  { deployMs }: PipelineWorld,
  service: Service,
  { settings }: Snapshot,
  { origin }: Instance,
  signal: AbortSignal,
): Promise<void> {
  if (!origin) {
    const { process } = traitsOf(service.type);
    if (process === "serves") throw new PhaseFailure("update_failed", "app", "No open ports detected");
    return;
  }
  const path = settings.healthCheckPath;
  const limits = { limitMs: 3 * deployMs, everyMs: Math.max(1, deployMs / 4) };
  const fault = await faultOfHealth({ origin, path, ...limits, signal });
  if (fault) throw new PhaseFailure("update_failed", "app", `Timed out waiting for GET ${path}: ${fault}`);
}

/** What a health check that was never answered leaves, after the time that the vendor gives it. */
async function neverHealthy({ settings }: Snapshot, time: Promise<unknown>): Promise<PhaseFailure> {
  await time;
  const at = settings.healthCheckPath || "/";
  return new PhaseFailure("update_failed", "app", `Timed out waiting for GET ${at}: no answer within 5 s`);
}

function asFailure(cause: unknown, deploy: Deploy): PhaseFailure {
  if (cause instanceof PhaseFailure) return cause;
  if (cause instanceof StartupFailure)
    return new PhaseFailure("update_failed", "app", `Exited with status 1: ${cause.message}`);
  return new PhaseFailure(failureOf[deploy.status] ?? "canceled", "app", `the emulator itself failed: ${cause}`);
}

const failureOf: Partial<Record<DeployStatus, DeployStatus>> = {
  build_in_progress: "build_failed",
  pre_deploy_in_progress: "pre_deploy_failed",
  update_in_progress: "update_failed",
};

function buildLines({ commit }: Deploy, { settings }: Snapshot): string[] {
  const { repo, branch, runtime, buildCommand, dockerfilePath } = settings;
  return [
    `==> Cloning from ${repo}`,
    `==> Checking out commit ${commit.sha} in branch ${branch}`,
    runtime === "docker" ? `==> Building ${dockerfilePath}` : `==> Running build command '${buildCommand}'...`,
  ];
}
