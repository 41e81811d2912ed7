import type { Context } from "hono";
import { regions } from "../entities/settings.ts";
import type { Store } from "../entities/store.ts";
import { among, between, enumParam } from "../http/query.ts";

/** The filters that lists of stores have in common. @throws ApiError 400 */
export function storeFilter(c: Context): (store: Store) => boolean {
  const [name, ownerId, environmentId] = [among(c, "name"), among(c, "ownerId"), among(c, "environmentId")];
  enumParam(c, "region", regions);
  const region = among(c, "region");
  const [created, updated] = [between(c, "created"), between(c, "updated")];
  return (store) =>
    name(store.name) &&
    ownerId(store.ownerId) &&
    environmentId(store.environmentId) &&
    region(store.region) &&
    created(store.createdAt) &&
    updated(store.updatedAt);
}
