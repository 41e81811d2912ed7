import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { readBody } from "../http/body.ts";

const providers = ["BETTER_STACK", "GRAFANA", "DATADOG", "NEW_RELIC", "HONEYCOMB", "SIGNOZ"] as const;
const newer = ["GROUNDCOVER", "LOGFIRE", "CUSTOM"] as const;
const MetricsStreamInput = z.object({
  provider: z.enum([...providers, ...newer]).nullish(),
  url: z.url({ protocol: /^https?$/ }).nullish(),
  token: z.string().nullish(),
});

/** Where a workspace's metrics are sent: a setting only, this world sends none and keeps no token. */
export function metricsStreamRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const at = "/metrics-stream/:id";

  routes.get(at, (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const stream = core.state.metricsStreams.get(id);
    if (!stream) throw notFound(id);
    return c.json({ ownerId: id, ...stream });
  });

  routes.put(at, async (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const before = core.state.metricsStreams.get(id);
    const sent = await readBody(c, MetricsStreamInput);
    const [provider, url] = [sent.provider ?? before?.provider, sent.url ?? before?.url];
    if (!provider || !url || !(sent.token ?? before)) throw badRequest("provider, url and token are required");
    core.state.metricsStreams.set(id, { provider, url });
    return c.json({ ownerId: id, provider, url });
  });

  routes.delete(at, (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    if (!core.state.metricsStreams.delete(id)) throw notFound(id);
    return c.body(null, 204);
  });

  return routes;
}
