import { targetAnswer } from "./deployment-answer.ts";
import type { Deployment, Project } from "./entities.ts";
import { envAnswer } from "./env-variables.ts";
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
      environment: domain.gitBranch ? "preview" : "production",
      gitBranch: domain.gitBranch,
      redirect: domain.redirect,
      redirectStatusCode: domain.redirectStatusCode,
      target: domain.gitBranch ? "PREVIEW" : "PRODUCTION",
    })),
    ...(project.autoAssignBeforeRollback === undefined ? {} : { autoAssignCustomDomainsUpdatedBy: "system" }),
    createdAt,
    crons: { enabledAt: createdAt, disabledAt: null, updatedAt: createdAt, deploymentId: null, definitions: [] },
    defaultResourceConfig: { functionDefaultRegions: ["iad1"], fluid: true },
    deploymentExpiration: { expirationDays: 180, expirationDaysProduction: 365, deploymentsToKeep: 10 },
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
            deployHooks: [],
            gitCredentialId: "",
            repoOwnerId: link.repoId + 1,
            sourceless: false,
            updatedAt: link.createdAt,
          },
        }
      : {}),
    live: false,
    protectionBypass: Object.fromEntries(
      [...project.protectionBypass].map(([secret, bypass]) => [
        secret,
        {
          createdAt: bypass.createdAt,
          createdBy: store.user.id,
          scope: "automation-bypass",
          isEnvVar: false,
          ...(bypass.note === undefined ? {} : { note: bypass.note }),
        },
      ]),
    ),
    resourceConfig: { ...settings.resourceConfig, functionDefaultRegions: regions },
    serverlessFunctionRegion: regions[0],
    targets: production ? { production: targetAnswer(store, production) } : {},
    updatedAt,
  };
}

const latest = (deployments: readonly Deployment[]) => deployments.slice(-3).reverse();
