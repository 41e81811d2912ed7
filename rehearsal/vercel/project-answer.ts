import { targetAnswer } from "./deployment-answer.ts";
import type { Deployment, GitLink, Project } from "./entities.ts";
import { envAnswer } from "./env-variables.ts";
import type { Retention } from "./project-entities.ts";
import type { Store } from "./store.ts";

/** A project as every project route tells it. */
export function projectAnswer(store: Store, project: Project): Record<string, unknown> {
  const { id, name, account, settings, link, createdAt, updatedAt } = project;
  const production = store.deployments.get(project.production ?? "");
  const regions = settings.resourceConfig?.functionDefaultRegions ?? ["iad1"];
  const deployments = store.deploymentsOf(project);
  const { gitComments, ...others } = settings;
  return {
    ...others,
    ...(gitComments ? { gitComments } : {}),
    id,
    name,
    accountId: account.id,
    alias: [...project.domains.values()].map((domain) => ({
      configuredBy: "A",
      configuredChangedAt: domain.updatedAt,
      createdAt: domain.createdAt,
      deployment: null,
      domain: domain.name,
      environment: domain.gitBranch || domain.customEnvironmentId ? "preview" : "production",
      gitBranch: domain.gitBranch,
      redirect: domain.redirect,
      redirectStatusCode: domain.redirectStatusCode,
      target: domain.gitBranch ? "PREVIEW" : "PRODUCTION",
    })),
    ...(project.autoAssignBeforeRollback === undefined ? {} : { autoAssignCustomDomainsUpdatedBy: "system" }),
    createdAt,
    crons: {
      enabledAt: createdAt,
      disabledAt: project.cronsDisabledAt ?? null,
      updatedAt: project.cronsDisabledAt ?? createdAt,
      deploymentId: null,
      definitions: [],
    },
    defaultResourceConfig: { functionDefaultRegions: ["iad1"], fluid: true },
    deploymentExpiration: retentionAnswer(project.retention),
    env: [...project.env.values()].map((variable) => envAnswer(variable, store.user.id)),
    hasActiveBranches: false,
    hasDeployments: deployments.length > 0,
    lastAliasRequest: project.lastAliasRequest ?? null,
    lastRollbackTarget: null,
    latestDeployments: latest(deployments).map((deployment) => targetAnswer(store, deployment)),
    ...(link
      ? {
          link: {
            ...linkAnswer(link),
            createdAt: link.createdAt,
            updatedAt: link.createdAt,
            productionBranch: link.productionBranch,
            deployHooks: [...project.deployHooks.values()].map((hook) => ({
              ...hook,
              url: `https://api.vercel.com/v1/integrations/deploy/${id}/${hook.id}`,
            })),
            gitCredentialId: "",
            sourceless: false,
          },
        }
      : {}),
    live: false,
    ...(project.microfrontend ? { microfrontends: microfrontendAnswer(project) } : {}),
    ...(project.paused ? { paused: true } : {}),
    protectionBypass: protectionBypassAnswer(store, project),
    resourceConfig: { ...settings.resourceConfig, functionDefaultRegions: regions },
    ...(project.rolling ? { rollingRelease: { target: "production", ...project.rolling } } : {}),
    ...(project.attackMode ? { security: securityAnswer(project.attackMode) } : {}),
    serverlessFunctionRegion: regions[0],
    targets: production ? { production: targetAnswer(store, production) } : {},
    updatedAt,
  };
}

/** The secrets that pass Deployment Protection, by secret. */
export const protectionBypassAnswer = ({ user }: Store, { protectionBypass }: Project) =>
  Object.fromEntries(
    [...protectionBypass].map(([secret, { createdAt, note, isEnvVar }]) => [
      secret,
      { createdAt, createdBy: user.id, scope: "automation-bypass", isEnvVar, ...(note === undefined ? {} : { note }) },
    ]),
  );

/** What a project says of its part in a group of microfrontends. */
export function microfrontendAnswer({ microfrontend, updatedAt }: Project): Record<string, unknown> {
  if (!microfrontend) return { enabled: false, groupIds: [], updatedAt, freeProjectForLegacyLimits: false };
  const { groupId, defaultRoute, ...rest } = microfrontend;
  return { enabled: true, groupIds: [groupId], ...rest, ...(defaultRoute ? { defaultRoute } : {}) };
}

/** Each Git host names a repository in its own way. */
function linkAnswer({ type, org, repo, repoId }: GitLink): Record<string, unknown> {
  if (type === "github") return { type, org, repo, repoId, repoOwnerId: repoId + 1 };
  if (type === "bitbucket")
    return { type, name: repo, slug: repo, owner: org, uuid: `{${repoId}}`, workspaceUuid: `{${repoId + 1}}` };
  return {
    type,
    projectId: String(repoId),
    projectName: repo,
    projectNameWithNamespace: `${org} / ${repo}`,
    projectNamespace: org,
    projectOwnerId: repoId + 1,
    projectUrl: `https://gitlab.com/${org}/${repo}.git`,
  };
}

const securityAnswer = ({ enabled, updatedAt, activeUntil }: NonNullable<Project["attackMode"]>) => ({
  attackModeEnabled: enabled,
  attackModeUpdatedAt: updatedAt,
  attackModeActiveUntil: activeUntil,
});

const days: Readonly<Record<string, number>> = {
  ...{ "1d": 1, "1w": 7, "1m": 30, "2m": 60, "3m": 90, "6m": 180, "1y": 365, unlimited: 36_500 },
};

const retentionAnswer = (retention: Retention | undefined) => ({
  expirationDays: days[retention?.expiration ?? "6m"],
  expirationDaysProduction: days[retention?.expirationProduction ?? "1y"],
  expirationDaysCanceled: days[retention?.expirationCanceled ?? "1m"],
  expirationDaysErrored: days[retention?.expirationErrored ?? "3m"],
  deploymentsToKeep: 10,
});

const latest = (deployments: readonly Deployment[]) => deployments.slice(-3).reverse();
