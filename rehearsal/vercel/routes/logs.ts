import { Hono } from "hono";
import { z } from "zod";
import { deploymentOf } from "../deploy-request.ts";
import type { BuildLine, Deployment } from "../entities.ts";
import { code } from "../ids.ts";
import { queryOf } from "../requests.ts";
import { deploymentAt, part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const EventsQuery = z.object({
  limit: z.coerce.number().int().min(-1).optional(),
  direction: z.enum(["forward", "backward"]).default("forward"),
  since: z.coerce.number().optional(),
  until: z.coerce.number().optional(),
  /** `lines` is one JSON object a line, as the CLI reads them. */
  format: z.string().optional(),
});

/** What a build printed, and what a deployment logged while it answered. */
export function logRoutes(store: Store): Hono {
  const app = new Hono();

  app.on("GET", [...versions("/deployments/:id/events", 2, 3), "/v3/now/deployments/:id/events"], (context) => {
    const deployment = deploymentAt(store, context);
    const { limit, direction, since, until, format } = queryOf(context, EventsQuery);
    const lines = deployment.buildLog
      .map((line, number) => eventOf(deployment, line, number, context.req.path.startsWith("/v2/")))
      .filter(({ created }) => created >= (since ?? 0) && created <= (until ?? Number.POSITIVE_INFINITY));
    if (direction === "backward") lines.reverse();
    const events = limit === undefined || limit < 0 ? lines : lines.slice(0, limit);
    if (format !== "lines") return context.json(events);
    return context.body(events.map((event) => `${JSON.stringify(event)}\n`).join(""), 200, {
      "content-type": "application/stream+json",
    });
  });

  // The vendor streams one JSON object a line; a client that reads to the end has what was logged up to now.
  app.get("/v1/projects/:project/deployments/:deployment/runtime-logs", (context) => {
    const project = projectAt(store, context);
    const { runtimeLog } = deploymentOf(store, project, part(context, "deployment"));
    const shownSince = store.runtimeLogsShownSince();
    const rows = runtimeLog
      .filter(({ at }) => at >= shownSince)
      .map((line) => ({
        level: line.level,
        message: line.message,
        rowId: line.id,
        source: "serverless",
        timestampInMs: line.at,
        domain: line.domain,
        messageTruncated: false,
        requestMethod: line.method,
        requestPath: line.path,
        responseStatusCode: line.status,
      }));
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    return context.body(text, 200, { "content-type": "application/stream+json" });
  });

  return app;
}

/** Version 2 wraps what version 3 has at the top. */
function eventOf(deployment: Deployment, { at, type, text }: BuildLine, number: number, wrapped: boolean) {
  const id = code(`${deployment.id} ${number}`, 20);
  const event = {
    date: at,
    deploymentId: deployment.id,
    id,
    info: { type: "build", name: `bld_${code(deployment.id, 9)}`, entrypoint: "." },
    serial: `${at}${String(number).padStart(6, "0")}`,
    text,
  };
  return wrapped ? { type, created: at, payload: { ...event, created: at } } : { type, created: at, ...event };
}
