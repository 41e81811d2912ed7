import type { Edge } from "../core/edge.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { Alias, Deployment, Project, ProjectDomain } from "./entities.ts";
import type { Instances } from "./instances.ts";
import { Rollouts } from "./rollouts.ts";
import type { Store } from "./store.ts";

/** Which deployment answers for which host name. Every change reaches the world's edge at once. */
export class Traffic {
  readonly #store: Store;
  readonly #edge: Edge;
  readonly #instances: Instances;
  readonly #frontDoor: string;
  readonly rollouts: Rollouts;

  /** @param frontDoor origin of the server that answers for names without a deployment. */
  constructor(store: Store, edge: Edge, instances: Instances, frontDoor: string) {
    this.#store = store;
    this.#edge = edge;
    this.#instances = instances;
    this.#frontDoor = frontDoor;
    this.rollouts = new Rollouts(store, (project) => this.#finishRollout(project));
  }

  /** Points a host name at a deployment; returns the alias and the deployment it pointed at before. */
  assign(host: string, deployment: Deployment): { alias: Alias; before: string | undefined } {
    const known = this.#store.aliases.get(host);
    const before = known?.deploymentId;
    const now = this.#store.now();
    const alias = known ?? {
      id: this.#store.ids.next("alias", 24),
      alias: host,
      deploymentId: deployment.id,
      projectId: deployment.projectId,
      exception: undefined,
      createdAt: now,
      updatedAt: now,
    };
    alias.deploymentId = deployment.id;
    alias.updatedAt = now;
    this.#store.aliases.set(host, alias);
    this.route(host);
    return { alias, before: before === deployment.id ? undefined : before };
  }

  /** Takes a host name away from its deployment; a project's domain stays known and answers 404. */
  release(host: string): void {
    this.#store.aliases.delete(host);
    this.route(host);
  }

  /** Brings the edge in line with what the store says about a host name. */
  route(host: string): void {
    const domain = this.#domain(host);
    const alias = this.#store.aliases.get(host);
    const origin = alias && this.#instances.originOf(alias.deploymentId);
    if (alias && this.#isShared(alias)) this.#edge.route(host, this.#frontDoor);
    else if (domain?.redirect || (domain?.verified && !origin)) this.#edge.route(host, this.#frontDoor);
    else if (origin) this.#edge.route(host, origin);
    else this.#edge.unroute(host);
  }

  /** A deployment became ready: its own host name, and the aliases that its target and branch give it. */
  open(deployment: Deployment, branch: string | undefined): void {
    const project = this.#store.ownerOf(deployment);
    const origin = this.#instances.originOf(deployment.id);
    if (origin) this.#edge.route(deployment.url, origin);
    const hosts = branch ? [branchHost(project, branch)] : [];
    if (deployment.target === "production" && project.settings.autoAssignCustomDomains && !deployment.staged)
      if (!this.#roll(project, deployment)) hosts.push(...this.#takeProduction(project, deployment));
    for (const { name, gitBranch, customEnvironmentId } of project.domains.values()) {
      const ofBranch = deployment.target === "preview" && branch && gitBranch === branch;
      const ofEnvironment = customEnvironmentId && customEnvironmentId === deployment.customEnvironmentId;
      if (ofBranch || ofEnvironment) hosts.push(name);
    }
    for (const host of hosts) this.assign(host, deployment);
    deployment.aliases = hosts;
    deployment.aliasAssignedAt = this.#store.now();
  }

  /** A deployment is gone: nothing answers for its names any more. */
  closeAll(deployment: Deployment): void {
    this.#edge.unroute(deployment.url);
    for (const { alias } of this.#store.aliasesOf(deployment)) this.release(alias);
    const project = this.#store.ownerOf(deployment);
    if (project.rollout?.canaryDeploymentId === deployment.id) this.rollouts.abort(project);
    if (project.production === deployment.id) project.production = undefined;
  }

  /** Gives a ready deployment the production domains, without a build: what it was built with stays. */
  promote(project: Project, deployment: Deployment): void {
    this.#requireReady(deployment);
    if (project.autoAssignBeforeRollback !== undefined) {
      project.settings.autoAssignCustomDomains = project.autoAssignBeforeRollback;
      project.autoAssignBeforeRollback = undefined;
    }
    if (this.#roll(project, deployment)) this.#remember(project, deployment, "promote", project.production);
    else this.#switch(project, deployment, "promote");
  }

  /** Brings the edge in line for every name of a project, as when it is paused. */
  rerouteAll(project: Project): void {
    for (const { alias, projectId } of this.#store.aliases.values()) if (projectId === project.id) this.route(alias);
  }

  /** The next stage of a rolling release, or any later one. */
  advance(project: Project, stage: number): void {
    this.rollouts.advance(project, stage);
  }

  /** Back to a deployment that served production before; from then on new ones are staged until somebody promotes. */
  rollback(project: Project, deployment: Deployment): void {
    this.#requireReady(deployment);
    const rolling = project.rollout?.state === "ACTIVE";
    this.rollouts.abort(project);
    if (deployment.id === project.production && rolling) {
      this.#backFromRollout(project, deployment);
      return;
    }
    if (deployment.id === project.production)
      throw new ApiError(409, "conflict", "The deployment is the current production deployment");
    if (!deployment.promoted)
      throw badRequest("Only deployments that have served production traffic can be rolled back to");
    project.autoAssignBeforeRollback ??= project.settings.autoAssignCustomDomains;
    project.settings.autoAssignCustomDomains = false;
    this.#switch(project, deployment, "rollback");
  }

  /** A domain that was just added answers with what its project has. */
  openDomain(project: Project, domain: ProjectDomain): void {
    const current = this.#store.deployments.get(project.production ?? "");
    const branch = this.#store
      .deploymentsOf(project)
      .findLast(({ state, gitSource }) => state === "READY" && gitSource?.ref === domain.gitBranch);
    const custom = this.#store
      .deploymentsOf(project)
      .findLast(({ state, customEnvironmentId: id }) => state === "READY" && id === domain.customEnvironmentId);
    const deployment = domain.customEnvironmentId ? custom : domain.gitBranch ? branch : current;
    if (domain.verified && !domain.redirect && deployment) this.assign(domain.name, deployment);
    else this.route(domain.name);
  }

  /** Starts a rolling release where the project wants one and there is something to roll from. */
  #roll(project: Project, deployment: Deployment): boolean {
    if (!project.rolling?.enabled || !project.production || project.production === deployment.id) return false;
    this.rollouts.abort(project);
    this.rollouts.start(project, deployment);
    this.rerouteAll(project);
    return true;
  }

  #finishRollout(project: Project): void {
    const canary = this.#store.deployments.get(project.rollout?.canaryDeploymentId ?? "");
    if (canary) this.#switch(project, canary, "promote");
  }

  #backFromRollout(project: Project, deployment: Deployment): void {
    this.rerouteAll(project);
    this.#remember(project, deployment, "rollback", project.rollout?.canaryDeploymentId);
  }

  /** Whether the front door decides for each request: production's names in a rolling release, all of a paused project. */
  #isShared({ deploymentId, projectId }: Alias): boolean {
    const project = this.#store.projects.get(projectId);
    if (project?.paused) return true;
    return project?.rollout?.state === "ACTIVE" && deploymentId === project.production;
  }

  #switch(project: Project, deployment: Deployment, type: "promote" | "rollback"): void {
    const from = project.production;
    for (const host of this.#takeProduction(project, deployment)) this.assign(host, deployment);
    this.#remember(project, deployment, type, from);
  }

  #remember(project: Project, deployment: Deployment, type: "promote" | "rollback", from: string | undefined): void {
    project.lastAliasRequest = {
      fromDeploymentId: from ?? null,
      toDeploymentId: deployment.id,
      type,
      jobStatus: "succeeded",
      requestedAt: this.#store.now(),
    };
  }

  #takeProduction(project: Project, deployment: Deployment): string[] {
    project.production = deployment.id;
    deployment.promoted = true;
    const domains = [...project.domains.values()].filter(
      ({ verified, redirect, gitBranch, customEnvironmentId }) =>
        verified && !redirect && !gitBranch && !customEnvironmentId,
    );
    return [...domains.map(({ name }) => name), accountHost(project)];
  }

  #requireReady({ id, state }: Deployment): void {
    if (state !== "READY") throw badRequest(`The deployment ${id} is not ready: its state is ${state}`);
  }

  #domain(host: string): ProjectDomain | undefined {
    for (const project of this.#store.projects.values()) {
      const domain = project.domains.get(host);
      if (domain) return domain;
    }
    return undefined;
  }
}

/** `<name>-<team>.vercel.app`: always the current production deployment. */
const accountHost = ({ name, account }: Project): string => `${label(name, `-${account.slug}`)}.vercel.app`;

/** `<name>-git-<branch>-<team>.vercel.app`: the newest deployment of a branch. */
export function branchHost({ name, account }: Project, branch: string): string {
  const slug = branch.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${label(name, `-git-${slug}-${account.slug}`)}.vercel.app`;
}

/** A host label of at most 63 characters: the name gives way, not the end. */
export const label = (name: string, end: string): string =>
  `${name.replace(/[._]/g, "-").slice(0, Math.max(1, 63 - end.length))}${end}`.slice(0, 63);
