import { Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import { listParam } from "../http/query.ts";
import { bucketsOf, seriesJson } from "../metrics/time-series.ts";

/** Figures of databases and key value stores: what this world's have of them. */
export function storeMetricRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const zeroOf = (path: string, unit: string, has: (id: string) => boolean) =>
    routes.get(path, (c) => {
      const ids = listParam(c, "resource");
      if (!ids) throw badRequest("resource is required");
      for (const id of ids) if (!core.state.postgres.has(id) && !core.state.keyValues.has(id)) throw notFound(id);
      const lines = ids.filter(has).map((resource) => ({ labels: { resource }, valueAt: () => 0 }));
      return c.json(seriesJson(bucketsOf(c, core.state), unit, lines));
    });

  // Nobody keeps a connection open between two requests of this world, and a replica is a name for its primary.
  zeroOf("/metrics/active-connections", "connections", () => true);
  zeroOf("/metrics/replication-lag", "seconds", (id) => core.state.postgres.has(id));

  return routes;
}
