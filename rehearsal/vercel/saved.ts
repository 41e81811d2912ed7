import type { Edge } from "../core/edge.ts";
import type { Part } from "../snapshot/part.ts";
import { dataOf, expectFit, fill, StateData } from "../snapshot/state-data.ts";
import type { Builds } from "./builds.ts";
import type { Deployment, Project } from "./entities.ts";
import type { Instances } from "./instances.ts";
import type { Store } from "./store.ts";
import type { Traffic } from "./traffic.ts";

export interface SavedParts {
  readonly store: Store;
  readonly edge: Edge;
  readonly traffic: Traffic;
  readonly builds: Builds;
  readonly instances: Instances;
  /** Instances beside those that run. */
  readonly beside: () => Instances;
}

/** Vercel in a snapshot: its store, and with it every deployment that was ready, running again behind its names. */
export function vercelPart({ store, edge, traffic, builds, instances, beside }: SavedParts): Part {
  return {
    save: () => dataOf(store),
    async load(saved) {
      const data = StateData.parse(saved);
      expectFit(store, data);
      const [projects, deployments] = [mapIn<Project>(data, "projects"), mapIn<Deployment>(data, "deployments")];
      const ready = beside();
      const start = async (deployment: Deployment) => {
        const project = projects.get(deployment.projectId);
        if (!project) throw new Error(`deployment ${deployment.id} is of no project`);
        await ready.start(deployment, project);
      };
      const serving = [...deployments.values()].filter(({ state }) => state === "READY");
      await Promise.all(serving.map(start)).catch(async (error: unknown) => {
        await ready.stopAll();
        throw error;
      });
      return {
        async swap() {
          await builds.stopAll();
          for (const host of hostsOf(store)) edge.unroute(host);
          fill(store, data);
          await instances.takeOver(ready);
          for (const { id, url } of serving) {
            const origin = instances.originOf(id);
            if (origin) edge.route(url, origin);
          }
          for (const host of namesOf(store)) traffic.route(host);
        },
        discard: () => ready.stopAll(),
      };
    },
  };
}

function mapIn<Value>(data: StateData, name: string): ReadonlyMap<string, Value> {
  const found = data[name];
  if (!(found instanceof Map)) throw new Error(`${name} is missing`);
  return found;
}

/** Names that lead to a deployment or would, each as `Traffic` routes it. */
const namesOf = ({ projects, aliases }: Store): string[] => [
  ...new Set([...projects.values().flatMap(({ domains }) => domains.keys()), ...aliases.keys()]),
];

/** Every name that the edge may know from this Vercel. */
export const hostsOf = (store: Store): string[] => [
  ...namesOf(store),
  ...[...store.deployments.values()].map(({ url }) => url),
];
