import type { Moment } from "./moment.ts";
import type { Replica } from "./postgres.ts";
import type { RenderState } from "./state.ts";

/** What can be in an environment, send its logs somewhere, or be meant by an id alone. */
export interface Resource {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  environmentId: string | undefined;
  updatedAt: Moment;
  /** Of a database: they are in its environment. */
  readonly replicas?: readonly Pick<Replica, "id">[];
}

/** The maps of the state that hold resources, by the name of the list that an environment has of them. */
const mapsOf = (state: RenderState) => ({
  serviceIds: state.services as ReadonlyMap<string, Resource>,
  redisIds: state.keyValues as ReadonlyMap<string, Resource>,
  databasesIds: state.postgres as ReadonlyMap<string, Resource>,
  envGroupIds: state.envGroups as ReadonlyMap<string, Resource>,
});

export function resourceOf(state: RenderState, id: string): Resource | undefined {
  for (const map of Object.values(mapsOf(state))) {
    const found = map.get(id);
    if (found) return found;
  }
  return undefined;
}

/** Ids of what is in an environment; null where a list is empty, as the vendor has it. */
export function idsIn(state: RenderState, environmentId: string) {
  const idsOf = (map: ReadonlyMap<string, Resource>) => {
    const ids = [...map.values()]
      .filter((one) => one.environmentId === environmentId)
      .flatMap(({ id, replicas = [] }) => [id, ...replicas.map((replica) => replica.id)]);
    return ids.length === 0 ? null : ids;
  };
  return Object.fromEntries(Object.entries(mapsOf(state)).map(([list, map]) => [list, idsOf(map)]));
}

export const isEmpty = (state: RenderState, environmentId: string): boolean =>
  Object.values(idsIn(state, environmentId)).every((ids) => ids === null);
