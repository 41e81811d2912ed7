import { Hono } from "hono";
import { ApiError, notFound } from "../api-error.ts";

/**
 * Nouns that no API call of this workspace makes: Blueprints are connected in the dashboard, the vendor schedules
 * maintenance, and workflows are in early access, which this workspace is not in. So there are none.
 */
const lists = [
  ...["/blueprints", "/maintenance", "/workflows", "/workflowversions", "/tasks", "/task-runs"],
  ...["/metrics/task-runs-completed", "/metrics/task-runs-queued"],
];
const changes = [
  ["PATCH", "/blueprints/:id"],
  ["DELETE", "/blueprints/:id"],
  ["GET", "/blueprints/:id/syncs"],
  ["PATCH", "/maintenance/:id"],
  ["POST", "/maintenance/:id/trigger"],
  ["PATCH", "/workflows/:id"],
  ["DELETE", "/workflows/:id"],
  ["DELETE", "/task-runs/:id"],
] as const;

/** Empty lists, not found for every id, and early access refused. */
export function elsewhereRoutes(): Hono {
  const routes = new Hono();
  for (const path of ["/workflows", "/workflowversions", "/task-runs"])
    routes.post(path, () => {
      throw new ApiError(403, "workflows are in early access and not enabled for this workspace");
    });
  routes.get("/task-runs/events", () => {
    throw new ApiError(403, "workflows are in early access and not enabled for this workspace");
  });
  for (const path of lists) {
    routes.get(path, (c) => c.json([]));
    routes.get(`${path}/:id`, (c) => {
      throw notFound(c.req.param("id"));
    });
  }
  for (const [method, path] of changes)
    routes.on(method, path, (c) => {
      throw notFound(c.req.param("id") ?? "");
    });
  routes.get("/organizations/:id/audit-logs", (c) => {
    throw notFound(c.req.param("id"));
  });
  return routes;
}
