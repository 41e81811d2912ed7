import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import { type LogLine, logJson } from "../entities/log-book.ts";
import { type Moment, nanos } from "../entities/moment.ts";
import { type RequestLine, requestLine } from "../entities/request-line.ts";
import { resourceOf } from "../entities/resources.ts";
import { enumParam, limitParam, listParam, timeParam } from "../http/query.ts";

type Line = LogLine | RequestLine;

const anHour = 3_600_000_000_000n;
const labels = ["instance", "host", "statusCode", "method", "level", "type"] as const;

/**
 * Build, app and request lines of services, by time. A page begins where `nextStartTime` and `nextEndTime` of the one
 * before say: the start is included, the end is not.
 * @see https://api-docs.render.com/reference/list-logs
 */
export function logRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/logs", (c) => {
    const { lines, start, end } = asked(core, c);
    const limit = limitParam(c);
    const forward = enumParam(c, "direction", ["forward", "backward"])?.[0] === "forward";

    const found = lines.filter(filterOf(c));
    if (!forward) found.reverse();
    const shown = found.slice(0, limit);
    const next = found[limit];
    const last = shown.at(-1);
    return c.json({
      hasMore: next !== undefined,
      nextStartTime: nanos(next && forward ? next.at : start),
      nextEndTime: nanos(next && last && !forward ? last.at : end),
      logs: shown.map((line) => logJson(line, nanos)),
    });
  });

  routes.get("/logs/values", (c) => {
    const [label] = enumParam(c, "label", labels) ?? [];
    if (!label) throw badRequest("label is required");
    const values = asked(core, c)
      .lines.filter(filterOf(c))
      .map((line) => ({ ...line })[label as keyof Line]);
    return c.json([...new Set(values.filter((value) => typeof value === "string"))].sort().slice(0, limitParam(c)));
  });

  /** The vendor upgrades it to a WebSocket; this server does not, and answers as the vendor does to a plain request. */
  routes.get("/logs/subscribe", () => {
    throw badRequest("Bad Request: this call needs a WebSocket, which the emulator does not speak: use GET /logs");
  });

  return routes;
}

/** The lines of the resources and of the time that a request names, oldest first. @throws ApiError 400, 404 */
function asked({ state }: RenderCore, c: Context) {
  const ownerId = c.req.query("ownerId");
  const resources = listParam(c, "resource");
  if (!ownerId || !resources) throw badRequest("ownerId and resource are required");
  for (const id of resources) if (resourceOf(state, id)?.ownerId !== ownerId) throw notFound(id);
  const now = state.moments.next();
  const end = timeParam(c, "endTime") ?? now;
  const start = timeParam(c, "startTime") ?? now - anHour;
  const shownSince = state.logs.shownSince(now);
  const shown = ({ serviceId, at }: { serviceId: string; at: Moment }) =>
    at >= start && at < end && at >= shownSince && resources.includes(serviceId);
  const lines = [...state.logs.lines.filter(shown), ...state.traffic.filter(shown).map(requestLine)].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  );
  return { lines: lines as Line[], start, end };
}

function filterOf(c: Context): (line: Line) => boolean {
  const names = ["level", "type", "instance", "host", "statusCode", "method", "path"] as const;
  const matchers = names.map((name) => [name, matcher(listParam(c, name))] as const);
  const text = matcher(c.req.queries("text"), "anywhere");
  return (line) => {
    const held: { readonly [name in (typeof names)[number]]?: string | undefined } = line;
    return text(line.message) && matchers.every(([name, matches]) => matches(held[name] ?? ""));
  };
}

/** Matches any of the patterns, in which `*` stands for anything; a text may contain it anywhere. */
function matcher(patterns: readonly string[] | undefined, where: "whole" | "anywhere" = "whole") {
  const expressions = patterns?.map((pattern) => {
    const body = pattern.split("*").map(RegExp.escape).join(".*");
    return new RegExp(where === "whole" ? `^${body}$` : body, "s");
  });
  return (value: string) => expressions?.some((expression) => expression.test(value)) ?? true;
}
