import { setTimeout as pause } from "node:timers/promises";
import type { Faults } from "../core/faults.ts";
import { customEnvironmentOf, settingsOf, sharedEnvForBuild, systemEnv, targetOf } from "./build-inputs.ts";
import type { DeployRequest, Source } from "./deploy-request.ts";
import type { BuildLine, Deployment, Project } from "./entities.ts";
import { envForBuild } from "./env-variables.ts";
import { hostCode } from "./ids.ts";
import type { Instances } from "./instances.ts";
import type { Store } from "./store.ts";
import { label, type Traffic } from "./traffic.ts";

/** Builds deployments: each walks QUEUED → INITIALIZING → BUILDING → READY, `buildMs` apart, unless it fails. */
export class Builds {
  readonly #store: Store;
  readonly #traffic: Traffic;
  readonly #instances: Instances;
  readonly #faults: Faults;
  readonly #buildMs: number;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #steps = new Set<Promise<void>>();

  constructor(store: Store, parts: { traffic: Traffic; instances: Instances; faults: Faults; buildMs: number }) {
    this.#store = store;
    this.#traffic = parts.traffic;
    this.#instances = parts.instances;
    this.#faults = parts.faults;
    this.#buildMs = parts.buildMs;
  }

  /** Queues a build. Its environment is fixed here: later changes of the project do not reach it. */
  start(
    project: Project,
    request: Pick<DeployRequest, "target" | "env" | "meta" | "projectSettings"> &
      Partial<Pick<DeployRequest, "autoAssignCustomDomains" | "customEnvironmentSlugOrId">>,
    from: Source,
  ) {
    const seed = this.#store.ids.seed("deployment");
    const branch = from.gitSource?.ref;
    const custom = customEnvironmentOf(project, request, branch);
    const target = targetOf(request, custom);
    const url = `${label(project.name, `-${hostCode(seed, 9)}-${project.account.slug}`)}.vercel.app`;
    const environment = target === "production" ? "production" : "preview";
    const deployment: Deployment = {
      id: this.#store.ids.next("dpl", 28, "dpl_"),
      url,
      projectId: project.id,
      name: project.name,
      target,
      customEnvironmentId: custom?.id,
      ...from,
      env: {
        ...(project.settings.autoExposeSystemEnvs ? systemEnv(project, environment, url, from) : {}),
        ...sharedEnvForBuild(this.#store, project, environment),
        ...envForBuild(project, custom ? { customId: custom.id } : environment, branch),
        ...request.env,
      },
      ownEnv: Object.keys(request.env),
      meta: request.meta,
      nodeVersion: project.settings.nodeVersion,
      staged: request.autoAssignCustomDomains === false,
      settings: settingsOf(project, request.projectSettings),
      createdAt: this.#store.now(),
      state: "QUEUED",
      initialisedAt: undefined,
      buildingAt: undefined,
      readyAt: undefined,
      error: undefined,
      promoted: false,
      checksConclusion: undefined,
      aliasAssignedAt: undefined,
      aliasError: undefined,
      exception: undefined,
      aliases: [],
      buildLog: [],
      runtimeLog: [],
    };
    this.#store.deployments.set(deployment.id, deployment);
    const slow = this.#faults.take("slow-deploy", project.name);
    const [queuedMs, buildMs] = slow?.phase === "queued" ? [slow.delayMs, 0] : [0, slow?.delayMs ?? 0];
    this.#after(deployment, () => this.#initialise(deployment, buildMs), queuedMs);
    return deployment;
  }

  cancel(deployment: Deployment): void {
    this.#forget(deployment);
    deployment.state = "CANCELED";
  }

  async remove(deployment: Deployment): Promise<void> {
    this.#forget(deployment);
    this.#traffic.closeAll(deployment);
    this.#store.deployments.delete(deployment.id);
    await this.#instances.stop(deployment.id);
  }

  /** Resolves when no build is under way. */
  async settled(): Promise<void> {
    while (this.#timers.size + this.#steps.size > 0) await pause(this.#buildMs / 4);
  }

  /** Stops every build, and waits for what is being done for one just now. */
  async stopAll(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#steps);
  }

  /** @param moreMs how much longer its build takes. */
  #initialise(deployment: Deployment, moreMs: number): void {
    deployment.state = "INITIALIZING";
    deployment.initialisedAt = this.#store.now();
    this.#after(deployment, () => this.#build(deployment, moreMs));
  }

  #build(deployment: Deployment, moreMs: number): void {
    deployment.state = "BUILDING";
    deployment.buildingAt = this.#store.now();
    const { commit, gitSource } = deployment;
    if (gitSource)
      this.#log(
        deployment,
        "stdout",
        `Cloning github.com/${gitSource.org}/${gitSource.repo} (Branch: ${gitSource.ref}, Commit: ${commit.sha.slice(0, 7)})`,
      );
    this.#log(deployment, "stdout", `Detected Node.js ${deployment.nodeVersion}`);
    this.#log(deployment, "command", "npm run build");
    this.#after(deployment, () => this.#finish(deployment), moreMs);
  }

  async #finish(deployment: Deployment): Promise<void> {
    const project = this.#store.ownerOf(deployment);
    const fault = this.#faults.take("deploy", project.name);
    const broken = deployment.commit.app.buildFailure;
    if (fault?.state === "CANCELED") return this.cancel(deployment);
    if (fault?.state === "BLOCKED") {
      deployment.state = "BLOCKED";
      return;
    }
    if (broken ?? (fault && !["ALIAS_ERROR", "CHECKS_FAILED"].includes(fault.state ?? ""))) {
      for (const line of broken ?? ["The build was made to fail"]) this.#log(deployment, "stderr", line);
      return this.#fail(deployment);
    }
    await this.#instances.start(deployment, project);
    if (!this.#store.deployments.has(deployment.id)) return this.#instances.stop(deployment.id);
    this.#log(deployment, "stdout", "Build Completed in /vercel/output");
    deployment.state = "READY";
    deployment.readyAt = this.#store.now();
    if (fault?.state === "CHECKS_FAILED") deployment.checksConclusion = "failed";
    else if (fault) deployment.aliasError = { code: "alias_failed", message: "The aliases could not be assigned" };
    else this.#traffic.open(deployment, deployment.gitSource?.ref);
  }

  #fail(deployment: Deployment): void {
    const message = 'Command "npm run build" exited with 1';
    this.#log(deployment, "exit", `Error: ${message}`);
    deployment.state = "ERROR";
    deployment.error = { code: "BUILD_UTILS_SPAWN_1", message, step: "buildStep" };
  }

  #log(deployment: Deployment, type: BuildLine["type"], text: string): void {
    deployment.buildLog.push({ at: this.#store.now(), type, text });
  }

  /** The next step, unless the deployment is cancelled or deleted before. A step that throws fails the build. */
  #after(deployment: Deployment, step: () => void | Promise<void>, moreMs = 0): void {
    const timer = setTimeout(() => {
      this.#timers.delete(deployment.id);
      const done = Promise.try(step).catch((error: unknown) => {
        this.#log(deployment, "stderr", error instanceof Error ? error.message : String(error));
        this.#fail(deployment);
      });
      this.#steps.add(done);
      void done.then(() => this.#steps.delete(done));
    }, this.#buildMs + moreMs);
    timer.unref();
    this.#timers.set(deployment.id, timer);
  }

  #forget({ id }: Deployment): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
