import { targetAnswer } from "./deployment-answer.ts";
import type { Deployment, Project } from "./entities.ts";
import { envAnswer } from "./env-variables.ts";
import type { Retention } from "./project-entities.ts";
import type { Store } from "./store.ts";

/** A project as every project route tells it. */
export function projectAnswer(store: Store, project: Project): Record<string, unknown> {
  const { id, name, account, settings, link, createdAt, updatedAt } = project;
  const production = store.deployments.get(project.production ?? "");
  const regions = settings.resourceConfig?.functionDefaultRegions ?? ["iad1"];
  const deployments = store.deploymentsOf(project);
  return {
    ...settings,
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
            ...link,
            deployHooks: [...project.deployHooks.values()].map((hook) => ({
              ...hook,
              url: `https://api.vercel.com/v1/integrations/deploy/${id}/${hook.id}`,
            })),
            gitCredentialId: "",
            repoOwnerId: link.repoId + 1,
            sourceless: false,
            updatedAt: link.createdAt,
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
