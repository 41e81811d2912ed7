import { isDeepStrictEqual } from "node:util";
import { Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { type Disk, DiskPatch, DiskPost, diskJson } from "../entities/disk.ts";
import type { Service } from "../entities/service.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { between, listParam } from "../http/query.ts";

/** Disks of services, at most one each. @see https://api-docs.render.com/reference/list-disks */
export function diskRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/disks", (c) => {
    const among = (name: string) => (value: string) => listParam(c, name)?.includes(value) ?? true;
    const [owner, id, name, serviceId] = [among("ownerId"), among("diskId"), among("name"), among("serviceId")];
    const [created, updated] = [between(c, "created"), between(c, "updated")];
    const found = allDisks(core).filter(
      ({ disk, service }) =>
        owner(service.ownerId) &&
        id(disk.id) &&
        name(disk.name) &&
        serviceId(service.id) &&
        created(disk.createdAt) &&
        updated(disk.updatedAt),
    );
    return c.json(
      page(
        c,
        "disk",
        found,
        ({ disk }) => `${disk.createdAt.toString().padStart(20, "0")} ${disk.id}`,
        ({ disk, service }) => diskJson(disk, service.id),
      ),
    );
  });

  routes.post("/disks", async (c) => {
    const { serviceId, ...sent } = await readBody(c, DiskPost);
    const service = serviceOf(core, serviceId);
    if (service.settings.disk) throw badRequest(`service ${serviceId} already has a disk`);
    const at = core.state.moments.next();
    const disk = { id: core.state.ids.next("dsk"), ...sent, createdAt: at, updatedAt: at };
    service.settings = { ...service.settings, disk };
    return c.json(diskJson(disk, serviceId), 201);
  });

  routes.get("/disks/:id", (c) => {
    const { disk, service } = mountedDisk(core, c.req.param("id"));
    return c.json(diskJson(disk, service.id));
  });

  routes.patch("/disks/:id", async (c) => {
    const { disk, service } = mountedDisk(core, c.req.param("id"));
    const { name = disk.name, mountPath = disk.mountPath, sizeGB = disk.sizeGB } = await readBody(c, DiskPatch);
    if (sizeGB < disk.sizeGB) throw badRequest("sizeGB: a disk cannot become smaller");
    const sent = { ...disk, name, mountPath, sizeGB };
    const changed = isDeepStrictEqual(sent, disk) ? disk : { ...sent, updatedAt: core.state.moments.next() };
    service.settings = { ...service.settings, disk: changed };
    return c.json(diskJson(changed, service.id));
  });

  routes.delete("/disks/:id", (c) => {
    const { service } = mountedDisk(core, c.req.param("id"));
    service.settings = { ...service.settings, disk: undefined };
    return c.body(null, 204);
  });

  return routes;
}

export interface Mounted {
  readonly disk: Disk;
  readonly service: Service;
}

const allDisks = ({ state }: RenderCore): Mounted[] =>
  [...state.services.values()].flatMap((service) => {
    const { disk } = service.settings;
    return disk ? [{ disk, service }] : [];
  });

/** @throws ApiError 404 */
export function mountedDisk(core: RenderCore, id: string): Mounted {
  const mounted = allDisks(core).find(({ disk }) => disk.id === id);
  if (!mounted) throw notFound(id);
  return mounted;
}
