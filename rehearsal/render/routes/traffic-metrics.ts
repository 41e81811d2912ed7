import { type Context, Hono } from "hono";
import { badRequest } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import type { Visit } from "../entities/traffic.ts";
import { enumParam, listParam } from "../http/query.ts";
import { bucketsOf, type Series, seriesJson } from "../metrics/time-series.ts";
import { quantileOf, visitsIn } from "../metrics/usage.ts";
import { asked } from "./metrics.ts";

const hour = 3600;
const gb = 1e9;

/** Requests, latency and bandwidth, of what really came in. @see https://api-docs.render.com/reference/get-http-requests */
export function trafficMetricRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/metrics/http-requests", (c) => {
    const by = enumParam(c, "aggregateBy", ["statusCode", "host"])?.[0] as "statusCode" | "host" | undefined;
    const groups = Map.groupBy(visitsOf(core, c), (visit) =>
      JSON.stringify([visit.serviceId, by ? String(visit[by]) : ""]),
    );
    const lines = [...groups].map(([key, visits]): Series => {
      const [resource, value] = JSON.parse(key);
      const labels = { resource, service: resource, ...(by && { [by]: value }) };
      return { labels, valueAt: (bucket) => visitsIn(visits, bucket).length };
    });
    return c.json(seriesJson(bucketsOf(c, core.state), "requests", lines));
  });

  routes.get("/metrics/http-latency", (c) => {
    const quantiles = (listParam(c, "quantile") ?? ["0.95"]).map(Number);
    if (quantiles.some((one) => !(one > 0 && one < 1))) throw badRequest("invalid quantile: expected 0 to 1");
    const groups = Map.groupBy(visitsOf(core, c), ({ serviceId }) => serviceId);
    const lines = [...groups].flatMap(([resource, visits]) =>
      quantiles.map((quantile): Series => {
        const labels = { resource, service: resource, quantile: String(quantile) };
        const times = (found: readonly Visit[]) => found.map(({ tookMs }) => tookMs);
        return { labels, valueAt: (bucket) => quantileOf(times(visitsIn(visits, bucket)), quantile) };
      }),
    );
    return c.json(seriesJson(bucketsOf(c, core.state), "ms", lines));
  });

  routes.get("/metrics/bandwidth", (c) => {
    const groups = Map.groupBy(visitsOf(core, c), ({ serviceId }) => serviceId);
    const lines = [...groups].map(
      ([resource, visits]): Series => ({
        labels: { resource, service: resource },
        valueAt: (bucket) => bytesOf(visitsIn(visits, bucket)) / gb,
      }),
    );
    return c.json(seriesJson(bucketsOf(c, core.state, hour), "GB", lines));
  });

  routes.get("/metrics/bandwidth-sources", (c) => {
    const buckets = bucketsOf(c, core.state, hour);
    const groups = Map.groupBy(visitsOf(core, c), ({ serviceId }) => serviceId);
    const data = [...groups].flatMap(([resource, visits]) =>
      ["total", "http"].map((trafficSource) => ({
        labels: { resource, trafficSource },
        values: buckets.map((bucket) => ({
          timestamp: Number(bucket.start / 1_000_000_000n),
          value: bytesOf(visitsIn(visits, bucket)) / 1e6,
        })),
      })),
    );
    return c.json({ data });
  });

  routes.get("/metrics/filters/http", (c) => {
    const visits = visitsOf(core, c);
    const values = (of: (visit: Visit) => string) => [...new Set(visits.map(of))].sort();
    return c.json([
      { filter: "host", values: values(({ host }) => host) },
      { filter: "statusCode", values: values(({ statusCode }) => String(statusCode)) },
    ]);
  });

  routes.get("/metrics/filters/path", (c) => c.json([...new Set(visitsOf(core, c).map(({ path }) => path))].sort()));

  return routes;
}

/** The requests of the services that are asked for, by host, path and status code. */
function visitsOf(core: RenderCore, c: Context): Visit[] {
  const ids = new Set(asked(core, c).map(({ id }) => id));
  const [hosts, paths, codes] = [listParam(c, "host"), listParam(c, "path"), listParam(c, "statusCode")];
  return core.state.traffic.filter(
    ({ serviceId, host, path, statusCode }) =>
      ids.has(serviceId) &&
      (hosts?.includes(host) ?? true) &&
      (paths?.some((one) => path.startsWith(one)) ?? true) &&
      (codes?.includes(String(statusCode)) ?? true),
  );
}

const bytesOf = (visits: readonly Visit[]) => visits.reduce((sum, { bytes }) => sum + bytes, 0);
