import type { Deployment, Project } from "./entities.ts";
import type { Store } from "./store.ts";

/** A deployment as `GET /v13/deployments/{id}` tells it. */
export function deploymentAnswer(store: Store, deployment: Deployment): Record<string, unknown> {
  const project = store.ownerOf(deployment);
  const { account } = project;
  const { id, url, name, state, createdAt, error, commit } = deployment;
  return {
    ...summaryOf(store, deployment),
    id,
    alias: deployment.aliases,
    aliasAssigned: deployment.aliasAssignedAt !== undefined,
    automaticAliases: deployment.aliases.filter((host) => !project.domains.has(host)),
    userAliases: deployment.aliases.filter((host) => project.domains.has(host)),
    aliasWarning: null,
    autoAssignCustomDomains: project.settings.autoAssignCustomDomains,
    bootedAt: deployment.initialisedAt ?? 0,
    build: { env: deployment.ownEnv },
    buildSkipped: false,
    ...customEnvironmentOf(project, deployment),
    buildingAt: deployment.buildingAt ?? 0,
    createdIn: "iad1",
    env: deployment.ownEnv,
    errorStep: error?.step,
    gitSource: deployment.gitSource && { ...deployment.gitSource, sha: commit.sha },
    isInConcurrentBuildsQueue: false,
    isInSystemBuildsQueue: false,
    meta: metaOf(deployment),
    ownerId: account.id,
    plan: account.kind === "team" ? "pro" : "hobby",
    project: { id: project.id, name: project.name, framework: project.settings.framework ?? null },
    projectSettings: { ...deployment.settings, nodeVersion: deployment.nodeVersion },
    public: false,
    regions: ["iad1"],
    routes: null,
    status: state,
    ...(account.kind === "team" ? { team: { id: account.id, name: account.slug, slug: account.slug } } : {}),
    type: "LAMBDAS",
    url,
    name,
    createdAt,
    version: 2,
  };
}

/** A deployment as a list tells it. */
export function deploymentEntry(store: Store, deployment: Deployment): Record<string, unknown> {
  const project = store.ownerOf(deployment);
  return {
    ...summaryOf(store, deployment),
    uid: deployment.id,
    created: deployment.createdAt,
    state: deployment.state,
    aliasAssigned: deployment.aliasAssignedAt ?? null,
    isRollbackCandidate:
      deployment.state === "READY" && deployment.promoted && project.production !== deployment.id ? true : null,
    meta: metaOf(deployment),
    projectSettings: { ...deployment.settings, nodeVersion: deployment.nodeVersion },
  };
}

/** The current production deployment as a project's `targets.production` tells it. */
export function targetAnswer(store: Store, deployment: Deployment): Record<string, unknown> {
  const { account } = store.ownerOf(deployment);
  const { id, name, url, state, createdAt, readyAt } = deployment;
  return {
    id,
    name,
    url,
    alias: store.aliasesOf(deployment).map(({ alias }) => alias),
    aliasAssigned: deployment.aliasAssignedAt ?? null,
    createdAt,
    createdIn: "iad1",
    creator: { email: `${store.user.slug}@rehearsal.example`, uid: store.user.id, username: store.user.slug },
    deploymentHostname: url.replace(/\.vercel\.app$/, ""),
    meta: metaOf(deployment),
    plan: account.kind === "team" ? "pro" : "hobby",
    private: true,
    ...(readyAt === undefined ? {} : { readyAt }),
    readyState: state,
    readySubstate: substateOf(store, deployment),
    target: "production",
    teamId: account.kind === "team" ? account.id : null,
    type: "LAMBDAS",
    userId: store.user.id,
  };
}

function substateOf(store: Store, { id, promoted, ...deployment }: Deployment): "PROMOTED" | "ROLLING" | "STAGED" {
  if (promoted) return "PROMOTED";
  const { rollout } = store.ownerOf(deployment);
  return rollout?.state === "ACTIVE" && rollout.canaryDeploymentId === id ? "ROLLING" : "STAGED";
}

function customEnvironmentOf({ environments }: Project, { customEnvironmentId }: Deployment): Record<string, unknown> {
  const environment = environments.get(customEnvironmentId ?? "");
  if (!environment) return {};
  const { branchMatcher, ...told } = environment;
  return { customEnvironment: { ...told, type: "preview", ...(branchMatcher ? { branchMatcher } : {}) } };
}

function summaryOf(store: Store, deployment: Deployment): Record<string, unknown> {
  const { id, url, name, state, projectId, target, createdAt, readyAt, buildingAt, error, source } = deployment;
  const { account } = store.ownerOf(deployment);
  return {
    url,
    name,
    projectId,
    readyState: state,
    ...(state === "READY" && target === "production" ? { readySubstate: substateOf(store, deployment) } : {}),
    ...(deployment.checksConclusion ? { checksState: "completed", checksConclusion: deployment.checksConclusion } : {}),
    target: target === "preview" ? null : target,
    type: "LAMBDAS",
    source,
    createdAt,
    ...(buildingAt === undefined ? {} : { buildingAt }),
    ...(readyAt === undefined ? {} : { ready: readyAt }),
    creator: { uid: store.user.id, username: store.user.slug },
    inspectorUrl: `https://vercel.com/${account.slug}/${name}/${id.replace(/^dpl_/, "")}`,
    aliasError: deployment.aliasError ?? null,
    ...(error ? { errorCode: error.code, errorMessage: error.message } : {}),
  };
}

/** What the caller attached, and what the vendor adds for a commit. */
function metaOf({ meta, gitSource, commit }: Deployment): Record<string, string> {
  if (!gitSource) return { ...meta };
  return {
    githubCommitSha: commit.sha,
    githubCommitMessage: commit.message,
    githubCommitRef: gitSource.ref,
    githubCommitOrg: gitSource.org,
    githubCommitRepo: gitSource.repo,
    githubOrg: gitSource.org,
    githubRepo: gitSource.repo,
    githubDeployment: "1",
    ...meta,
  };
}
