import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore, serviceOf } from "../core.ts";
import {
  addressesOf,
  type DedicatedIp,
  DedicatedIpPatch,
  DedicatedIpPost,
  dedicatedIpJson,
} from "../entities/dedicated-ip.ts";
import { nanos } from "../entities/moment.ts";
import { readBody } from "../http/body.ts";

/** Dedicated outbound addresses. @see https://render.com/docs/outbound-ip-addresses */
export function dedicatedIpRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const byId = (c: Context): DedicatedIp => {
    const id = c.req.param("id") ?? "";
    const set = core.state.dedicatedIps.get(id);
    if (!set) throw notFound(id);
    return set;
  };
  const json = (set: DedicatedIp) => {
    const ageMs = core.clock.now().getTime() - Number(set.createdAt / 1_000_000n);
    return dedicatedIpJson(set, ageMs, core.deployMs);
  };

  routes.get("/dedicated-ips", (c) => {
    const [ownerId, environmentId] = [c.req.query("ownerId"), c.req.query("environmentId")];
    if (!ownerId) throw badRequest("ownerId is required");
    const found = [...core.state.dedicatedIps.values()].filter(
      (set) => set.ownerId === ownerId && (!environmentId || set.environmentIds.includes(environmentId)),
    );
    return c.json(found.map(json));
  });

  routes.post("/dedicated-ips", async (c) => {
    const { name, description, region, environmentIds, ...body } = await readBody(c, DedicatedIpPost);
    const { id: ownerId } = ownerOf(core, body.ownerId);
    const at = core.state.moments.next();
    const set: DedicatedIp = {
      id: core.state.ids.next("egs"),
      sequence: core.state.nextSequence(),
      ...{ ownerId, region, name, createdAt: at, updatedAt: at },
      description: description ?? "",
      environmentIds: environmentIds ?? [],
    };
    core.state.dedicatedIps.set(set.id, set);
    return c.json(dedicatedIpJson(set, 0, core.deployMs, nanos), 201);
  });

  routes.get("/dedicated-ips/:id", (c) => c.json(json(byId(c))));

  routes.patch("/dedicated-ips/:id", async (c) => {
    const set = byId(c);
    const sent = await readBody(c, DedicatedIpPatch);
    set.name = sent.name ?? set.name;
    set.description = sent.description ?? set.description;
    set.environmentIds = sent.environmentIds ?? set.environmentIds;
    set.updatedAt = core.state.moments.next();
    return c.json(json(set));
  });

  routes.delete("/dedicated-ips/:id", (c) => {
    core.state.dedicatedIps.delete(byId(c).id);
    return c.body(null, 204);
  });

  routes.get("/services/:id/outbound-ips", (c) => {
    const { ownerId, environmentId, settings } = serviceOf(core, c.req.param("id"));
    const set = core.state.dedicatedIps
      .values()
      .filter((one) => one.ownerId === ownerId && one.region === settings.region)
      .find(({ environmentIds }) => environmentIds.length === 0 || environmentIds.includes(environmentId ?? ""));
    return c.json(
      set
        ? { type: "dedicated", dedicatedIpId: set.id, ips: addressesOf(set) }
        : { type: "shared", ips: ["198.51.100.1", "198.51.100.2", "198.51.100.3"] },
    );
  });

  return routes;
}
