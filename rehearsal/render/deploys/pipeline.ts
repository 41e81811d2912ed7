import { setTimeout as pause } from "node:timers/promises";
import { StartupFailure } from "../../app/required-env.ts";
import type { Faults } from "../../core/faults.ts";
import { advance, type Deploy, type DeployStatus, isRunning, type Snapshot } from "../entities/deploy.ts";
import type { LogLevel, LogType } from "../entities/log-book.ts";
import { type Service, urlOf } from "../entities/service.ts";
import type { RenderState } from "../entities/state.ts";
import type { Fleet } from "./fleet.ts";
import { faultOfHealth } from "./health.ts";
import { type Instance, startInstance } from "./instance.ts";
import { platformEnv } from "./platform-env.ts";

export interface PipelineWorld {
  readonly state: RenderState;
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

/** Takes one deploy from `created` to `live` or to a failure. It resolves in every case; `signal` cancels it. */
export async function runDeploy(
  world: PipelineWorld,
  service: Service,
  deploy: Deploy,
  signal: AbortSignal,
): Promise<void> {
  const { state, fleet, faults, deployMs } = world;
  const move = (status: DeployStatus) => advance(deploy, status, state.moments.next());
  const wait = (ms: number) => pause(ms, undefined, { ref: false, signal });
  const say = (type: LogType, line: string, level?: LogLevel) =>
    state.logs.add(service.id, type, line, undefined, level);
  let instance: Instance | undefined;
  try {
    await wait(deployMs / 4);
    if (deploy.status === "created") move("queued");
    await wait(deployMs / 4);
    const snapshot = deploy.snapshot ?? snapshotOf(service);
    deploy.snapshot = snapshot;
    const doomed = faults.take("deploy", service.name)?.state;

    if (!deploy.prebuilt && !deploy.image) {
      move("build_in_progress");
      for (const line of buildLines(deploy, snapshot)) say("build", line);
      await wait(deployMs);
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
    instance = await start(world, service, deploy, snapshot);
    await wait(deployMs);
    const path = snapshot.settings.healthCheckPath;
    const limits = { limitMs: 3 * deployMs, everyMs: Math.max(1, deployMs / 4) };
    const unhealthy = await faultOfHealth({ origin: instance.origin, path, ...limits, signal });
    if (unhealthy) throw new PhaseFailure("update_failed", "app", `Timed out waiting for GET ${path}: ${unhealthy}`);
    if (doomed === "canceled") throw new PhaseFailure(doomed, "app", "Deploy canceled");
    if (doomed) throw new PhaseFailure("update_failed", "app", "Deploy failed");

    const before = service.liveDeployId && state.deploys.get(service.liveDeployId);
    if (before) advance(before, "deactivated", state.moments.next());
    move("live");
    service.liveDeployId = deploy.id;
    fleet.switchTo(service, instance);
    instance = undefined;
    say("app", `==> Your service is live at ${urlOf(service)}`);
  } catch (cause) {
    if (!isRunning(deploy)) throw cause;
    const failure = signal.aborted ? new PhaseFailure("canceled", "app", "Deploy canceled") : asFailure(cause, deploy);
    say(failure.type, `==> ${failure.message}`, failure.status === "canceled" ? "warning" : "error");
    move(failure.status);
  } finally {
    await instance?.stop();
  }
}

/** The service as it is now, for a deploy to keep. */
export function snapshotOf(service: Service): Snapshot {
  const { settings, env, secretFiles } = service;
  return { settings, env: Object.fromEntries(env), secretFiles: Object.fromEntries(secretFiles) };
}

/** Starts an instance of a deploy; its output goes to the service's log. @throws StartupFailure */
export function start(
  { state }: Pick<PipelineWorld, "state">,
  service: Service,
  deploy: Deploy,
  snapshot: Snapshot,
): Promise<Instance> {
  const id = `${service.id}-${state.ids.next("i").slice(-5)}`;
  const { runtime, startCommand, dockerCommand } = snapshot.settings;
  const command = runtime === "docker" || runtime === "image" ? dockerCommand : startCommand;
  state.logs.add(service.id, "app", `==> Running '${command || "the image's own command"}'`, id, "info");
  return startInstance({
    id,
    commit: deploy.commit,
    env: { ...platformEnv(service, deploy, id), ...snapshot.env },
    log: (line) => state.logs.add(service.id, "app", line, id),
  });
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
