import { type Context, Hono } from "hono";
import { z } from "zod";
import { notFound } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import { type Disk, diskJson } from "../entities/disk.ts";
import { digits } from "../entities/ids.ts";
import { type Moment, micros } from "../entities/moment.ts";
import { readBody } from "../http/body.ts";
import { type Mounted, mountedDisk } from "./disks.ts";

const aDay = 24n * 3600n * 1_000_000_000n;
const keptDays = 7n;

/**
 * Snapshots of disks: one for each day of a disk's life, the last seven. This world stores no files, so that restoring
 * one changes nothing that could be seen.
 * @see https://render.com/docs/disks
 */
export function snapshotRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const asked = (c: Context): Mounted => mountedDisk(core, c.req.param("id") ?? "");

  /** The document, and so the vendor, answers 201. */
  routes.get("/disks/:id/snapshots", (c) => {
    const { disk, service } = asked(c);
    const instanceId = core.fleet.instanceOf(service.id)?.id;
    const found = snapshotsOf(disk, core.state.moments.next());
    return c.json(
      found.map(({ snapshotKey, at }) => ({ createdAt: micros(at), snapshotKey, instanceId })),
      201,
    );
  });

  routes.post("/disks/:id/snapshots/restore", async (c) => {
    const { disk, service } = asked(c);
    const { snapshotKey } = await readBody(c, z.object({ snapshotKey: z.string(), instanceId: z.string().nullish() }));
    if (!snapshotsOf(disk, core.state.moments.next()).some((one) => one.snapshotKey === snapshotKey))
      throw notFound(snapshotKey);
    return c.json(diskJson(disk, service.id));
  });

  return routes;
}

function snapshotsOf({ id, createdAt }: Disk, now: Moment): { readonly snapshotKey: string; readonly at: Moment }[] {
  const days = (now - createdAt) / aDay;
  const shown = Number(days < keptDays ? days : keptDays);
  return Array.from({ length: shown }, (_, index) => {
    const day = days - BigInt(index);
    return { snapshotKey: digits(`${id} day ${day}`, 20), at: createdAt + day * aDay };
  });
}
