import { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import type { Account, Deployment, RuntimeLine } from "../entities.ts";
import { bodyOf } from "../requests.ts";
import { accountOf } from "../scope.ts";
import type { Store } from "../store.ts";

const Query = z.looseObject({
  event: z.enum(["vercel.log", "vercel.proxy_response"]),
  scope: z.looseObject({ projectIds: z.array(z.string()).optional() }),
  timeRange: z.strictObject({ start: z.iso.datetime(), end: z.iso.datetime() }),
  filter: z.string().optional(),
  limit: z.number().int().positive().default(100),
});

/** Log lines and requests, as `vercel logs` asks for them; newest first. */
export function observabilityRoutes(store: Store): Hono {
  return new Hono().post("/v1/observability/events", async (context) => {
    const account = accountOf(store, context);
    const query = await bodyOf(context, Query);
    const { timeRange } = query;
    const [start, end] = [
      Math.max(Date.parse(timeRange.start), store.runtimeLogsShownSince()),
      Date.parse(timeRange.end),
    ];
    const wanted = termsOf(query.filter ?? "");
    const events = deploymentsIn(store, account, query.scope.projectIds)
      .flatMap((deployment) => deployment.runtimeLog.map((line) => eventOf(query.event, deployment, line)))
      .filter(({ at, message }) => at >= start && at <= end && (query.event !== "vercel.log" || message !== ""))
      .filter(({ told }) => wanted.every(({ field, value, not }) => (String(told[field] ?? "") === value) !== not))
      .sort((a, b) => b.at - a.at);
    return context.json({
      events: events.slice(0, query.limit).map(({ told }) => told),
      pagination: { hasMore: false, nextCursor: null },
      meta: {},
    });
  });
}

/** `field:value` terms, joined by AND; anything else is more than a rehearsal understands. */
function termsOf(filter: string) {
  const terms = filter.split(/\s+AND\s+/i).filter(Boolean);
  return terms.map((term) => {
    const [, not, field, quoted, plain] = /^\(?(NOT )?(\w+):(?:"([^"]*)"|([\w./-]+))\)?$/.exec(term.trim()) ?? [];
    if (!field) throw badRequest(`The rehearsal's Vercel does not understand the filter ${term}`);
    return { field, value: quoted ?? plain ?? "", not: not !== undefined };
  });
}

function deploymentsIn(store: Store, account: Account, projectIds: readonly string[] | undefined): Deployment[] {
  const projects = store.projectsOf(account).filter(({ id }) => !projectIds || projectIds.includes(id));
  return projects.flatMap((project) => store.deploymentsOf(project));
}

function eventOf(event: string, { id, projectId, target, gitSource }: Deployment, line: RuntimeLine) {
  const shared: Record<string, unknown> = {
    ...{ timestamp: new Date(line.at).toISOString(), projectId, deploymentId: id, requestId: line.id },
    ...{ environment: target, requestPath: line.path, requestMethod: line.method },
  };
  const told =
    event === "vercel.log"
      ? {
          ...{ ...shared, branch: gitSource?.ref ?? "", domain: line.domain, source: "function", level: line.level },
          ...{
            message: line.message,
            stream: "stdout",
            region: "iad1",
            runtime: "nodejs",
            isSystemLog: false,
            truncated: false,
          },
        }
      : {
          ...shared,
          requestHostname: line.domain,
          httpStatus: line.status,
          edgeNetworkRegion: "iad1",
          cacheResult: "MISS",
        };
  return { at: line.at, message: line.message, told: told as Readonly<Record<string, unknown>> };
}
