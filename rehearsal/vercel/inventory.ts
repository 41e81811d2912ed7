import type { Store } from "./store.ts";

/** What exists, by noun, as lines that name it. */
export function inventoryOf(store: Store): Record<string, readonly string[]> {
  const projects = [...store.projects.values()];
  return {
    vercelProjects: projects.map(({ name }) => name),
    vercelEnv: projects.flatMap(({ name, env }) =>
      [...env.values()].map(({ key, target }) => `${name} ${key} (${target.join(", ")})`),
    ),
    vercelDomains: projects.flatMap(({ domains }) => [...domains.keys()]),
    vercelDeployments: [...store.deployments.values()].map(
      ({ id, name, target, state, promoted }) =>
        `${name} ${id} (${target}, ${state}${promoted ? ", has served production" : ""})`,
    ),
    ...inventoryOfTeams(store),
    vercelAliases: [...store.aliases.values()].map(({ alias, deploymentId }) => `${alias} → ${deploymentId}`),
  };
}

/** What there is beside projects; the same words as the vendor's. */
function inventoryOfTeams(store: Store): Record<string, readonly string[]> {
  return {
    vercelSharedEnv: [...store.sharedEnv.values()].map(({ key }) => key),
    vercelCustomEnvironments: [...store.projects.values()].flatMap(({ name, environments }) =>
      [...environments.values()].map(({ slug }) => `${name} ${slug}`),
    ),
    vercelEdgeConfigs: [...store.edgeConfigs.values()].map(({ slug }) => slug),
    vercelWebhooks: [...store.webhooks.values()].map(({ url }) => url),
    vercelDrains: [...store.drains.values()].map(({ id }) => id),
    vercelAccessGroups: [...store.accessGroups.values()].map(({ name }) => name),
    vercelMembers: [...store.members.values()].map(({ username, role }) => `${username} (${role})`),
    vercelDnsRecords: [...store.domains.values()].flatMap(({ name: domain, records }) =>
      [...records.values()].map(({ name, type }) => `${domain} ${name} ${type}`),
    ),
    vercelBlobStores: [...store.blobStores.values()].map(({ name }) => name),
    vercelNetworks: [...store.networks.values()].map(({ name }) => name),
  };
}
