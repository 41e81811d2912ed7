import type { MiddlewareHandler } from "hono";
import type { Service } from "../entities/service.ts";
import { type EventWorld, happened } from "./happened.ts";

/** Tells what a request changed about services: plan, instances, disk, maintenance mode, suspension, restarts. */
export function tellServiceChanges(world: EventWorld): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === "GET" || !/^\/v1\/(services\/|disks)/.test(c.req.path)) return next();
    const before = new Map(
      [...world.state.services].map(([id, { settings, suspended }]) => [id, { settings, suspended }]),
    );
    await next();
    if (c.res.status >= 300) return;
    for (const [id, was] of before) {
      const service = world.state.services.get(id);
      if (service) for (const [type, details] of changes(was, service)) happened(world, id, type, details);
    }
    const restarted = /^\/v1\/services\/([^/]+)\/restart$/.exec(c.req.path)?.[1];
    if (restarted) happened(world, restarted, "server_restarted", { triggeredByUser: "rest_api" });
  };
}

type Told = readonly [type: string, details: Readonly<Record<string, unknown>>];

function changes(was: Pick<Service, "settings" | "suspended">, now: Service): Told[] {
  const [from, to] = [was.settings, now.settings];
  const told: Told[] = [];
  if (was.suspended !== now.suspended) told.push([now.suspended ? "service_suspended" : "service_resumed", {}]);
  if (from === to) return told;
  if (from.plan !== to.plan) told.push(["plan_changed", { from: from.plan, to: to.plan }]);
  if (from.numInstances !== to.numInstances)
    told.push(["instance_count_changed", { fromInstances: from.numInstances, toInstances: to.numInstances }]);
  if (from.autoscaling !== to.autoscaling && to.autoscaling)
    told.push(["autoscaling_config_changed", { fromConfig: from.autoscaling, toConfig: to.autoscaling }]);
  if (from.maintenanceMode.enabled !== to.maintenanceMode.enabled)
    told.push(["maintenance_mode_enabled", { enabled: to.maintenanceMode.enabled }]);
  if (from.maintenanceMode.uri !== to.maintenanceMode.uri)
    told.push(["maintenance_mode_uri_updated", { fromURI: from.maintenanceMode.uri, toURI: to.maintenanceMode.uri }]);
  if (!from.disk && to.disk) told.push(["disk_created", { diskId: to.disk.id, sizeGB: to.disk.sizeGB }]);
  if (from.disk && !to.disk) told.push(["disk_deleted", { diskId: from.disk.id }]);
  if (from.disk && to.disk && from.disk.sizeGB !== to.disk.sizeGB)
    told.push(["disk_updated", { diskId: to.disk.id, fromSizeGB: from.disk.sizeGB, toSizeGB: to.disk.sizeGB }]);
  return told;
}
