import type { Faults } from "../core/faults.ts";
import type { DeployRequest, Source } from "./deploy-request.ts";
import type { BuildLine, Deployment, Project } from "./entities.ts";
import { envForBuild } from "./env-variables.ts";
import { hostCode } from "./ids.ts";
import type { Instances } from "./instances.ts";
import type { Store } from "./store.ts";
import { branchHost, label, type Traffic } from "./traffic.ts";

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
    request: Pick<DeployRequest, "target" | "env" | "meta" | "projectSettings" | "autoAssignCustomDomains">,
    from: Source,
  ) {
    const seed = this.#store.ids.seed("deployment");
    const branch = from.gitSource?.ref;
    const target = request.target ?? "preview";
    const url = `${label(project.name, `-${hostCode(seed, 9)}-${project.account.slug}`)}.vercel.app`;
    const environment = target === "production" ? "production" : "preview";
    const deployment: Deployment = {
      id: this.#store.ids.next("dpl", 28, "dpl_"),
      url,
      projectId: project.id,
      name: project.name,
      target,
      ...from,
      env: {
        ...(project.settings.autoExposeSystemEnvs ? systemEnv(project, environment, url, from) : {}),
        ...envForBuild(project, environment, branch),
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
      aliasAssignedAt: undefined,
      aliasError: undefined,
      aliases: [],
      buildLog: [],
      runtimeLog: [],
    };
    this.#store.deployments.set(deployment.id, deployment);
    this.#after(deployment, () => this.#initialise(deployment));
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

  /** Stops every build, and waits for what is being done for one just now. */
  async stopAll(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#steps);
  }

  #initialise(deployment: Deployment): void {
    deployment.state = "INITIALIZING";
    deployment.initialisedAt = this.#store.now();
    this.#after(deployment, () => this.#build(deployment));
  }

  #build(deployment: Deployment): void {
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
    this.#after(deployment, () => this.#finish(deployment));
  }

  async #finish(deployment: Deployment): Promise<void> {
    const project = this.#store.ownerOf(deployment);
    const fault = this.#faults.take("deploy", project.name);
    const broken = deployment.commit.app.buildFailure;
    if (fault?.state === "CANCELED") return this.cancel(deployment);
    if (broken ?? (fault && fault.state !== "ALIAS_ERROR")) {
      for (const line of broken ?? ["The build was made to fail"]) this.#log(deployment, "stderr", line);
      return this.#fail(deployment);
    }
    await this.#instances.start(deployment, project);
    if (!this.#store.deployments.has(deployment.id)) return this.#instances.stop(deployment.id);
    this.#log(deployment, "stdout", "Build Completed in /vercel/output");
    deployment.state = "READY";
    deployment.readyAt = this.#store.now();
    if (fault) deployment.aliasError = { code: "alias_failed", message: "The aliases could not be assigned" };
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
  #after(deployment: Deployment, step: () => void | Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(deployment.id);
      const done = Promise.try(step).catch((error: unknown) => {
        this.#log(deployment, "stderr", error instanceof Error ? error.message : String(error));
        this.#fail(deployment);
      });
      this.#steps.add(done);
      void done.then(() => this.#steps.delete(done));
    }, this.#buildMs);
    timer.unref();
    this.#timers.set(deployment.id, timer);
  }

  #forget({ id }: Deployment): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}

function settingsOf(project: Project, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { framework, buildCommand, devCommand, installCommand, outputDirectory } = project.settings;
  return { framework, buildCommand, devCommand, installCommand, outputDirectory, ...given };
}

/** The vendor's own variables. @see https://vercel.com/docs/environment-variables/system-environment-variables */
function systemEnv(
  project: Project,
  environment: string,
  url: string,
  { commit, gitSource }: Source,
): Record<string, string> {
  const domains = [...project.domains.values()].filter(
    ({ verified, redirect, gitBranch }) => verified && !redirect && !gitBranch,
  );
  const production = (domains.find(({ name }) => !name.endsWith(".vercel.app")) ?? domains[0])?.name;
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_TARGET_ENV: environment,
    VERCEL_URL: url,
    VERCEL_PROJECT_ID: project.id,
    ...(production ? { VERCEL_PROJECT_PRODUCTION_URL: production } : {}),
    ...(gitSource
      ? {
          VERCEL_BRANCH_URL: branchHost(project, gitSource.ref),
          VERCEL_GIT_PROVIDER: "github",
          VERCEL_GIT_REPO_OWNER: gitSource.org,
          VERCEL_GIT_REPO_SLUG: gitSource.repo,
          VERCEL_GIT_COMMIT_REF: gitSource.ref,
          VERCEL_GIT_COMMIT_SHA: commit.sha,
          VERCEL_GIT_COMMIT_MESSAGE: commit.message,
        }
      : {}),
  };
}
