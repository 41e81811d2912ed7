import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { LogStreamInput, logStreamJson, OwnerLogStreamInput } from "../entities/log-stream.ts";
import { resourceOf } from "../entities/resources.ts";
import { readBody } from "../http/body.ts";
import { among, enumParam } from "../http/query.ts";

/** Where logs are sent, by workspace and by resource. No override, or a workspace without a stream, is a 404. */
export function logStreamRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const ofOwner = "/logs/streams/owner/:id";
  const ofResource = "/logs/streams/resource/:id";

  routes.get(ofOwner, (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const stream = core.state.ownerLogStreams.get(id);
    if (!stream) throw notFound(id);
    return c.json({ ownerId: id, ...stream });
  });

  routes.put(ofOwner, async (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const { preview, endpoint } = await readBody(c, OwnerLogStreamInput);
    const stream = { preview, endpoint: endpoint ?? "" };
    core.state.ownerLogStreams.set(id, stream);
    return c.json({ ownerId: id, ...stream });
  });

  routes.delete(ofOwner, (c) => {
    core.state.ownerLogStreams.delete(ownerOf(core, c.req.param("id")).id);
    return c.body(null, 204);
  });

  routes.get("/logs/streams/resource", (c) => {
    const [ownerId, resourceId, streamId] = [among(c, "ownerId"), among(c, "resourceId"), among(c, "logStreamId")];
    const settings = enumParam(c, "setting", ["send", "drop"]);
    const found = [...core.state.logStreams].filter(
      ([id, { setting }]) =>
        ownerId(resourceOf(core.state, id)?.ownerId) &&
        resourceId(id) &&
        streamId(id) &&
        (settings?.includes(setting) ?? true),
    );
    return c.json(found.map(([id, stream]) => logStreamJson(id, stream)));
  });

  routes.get(ofResource, (c) => {
    const id = c.req.param("id");
    const stream = resourceOf(core.state, id) && core.state.logStreams.get(id);
    if (!stream) throw notFound(id);
    return c.json(logStreamJson(id, stream));
  });

  routes.put(ofResource, async (c) => {
    const id = existing(core, c.req.param("id"));
    const { setting, endpoint } = await readBody(c, LogStreamInput);
    const stream = { setting, endpoint: endpoint ?? "" };
    core.state.logStreams.set(id, stream);
    return c.json(logStreamJson(id, stream));
  });

  routes.delete(ofResource, (c) => {
    core.state.logStreams.delete(existing(core, c.req.param("id")));
    return c.body(null, 204);
  });

  return routes;
}

/** @throws ApiError 404 */
function existing({ state }: RenderCore, id: string): string {
  if (!resourceOf(state, id)) throw notFound(id);
  return id;
}
