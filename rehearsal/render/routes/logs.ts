import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { type LogLine, logJson } from "../entities/log-book.ts";
import { nanos } from "../entities/moment.ts";
import { enumParam, limitParam, listParam, timeParam } from "../http/query.ts";

const anHour = 3_600_000_000_000n;

/**
 * Build and app lines of services, by time. A page begins where `nextStartTime` and `nextEndTime` of the one before
 * say: the start is included, the end is not.
 * @see https://api-docs.render.com/reference/list-logs
 */
export function logRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/logs", (c) => {
    const ownerId = c.req.query("ownerId");
    const resources = listParam(c, "resource");
    if (!ownerId || !resources) throw badRequest("ownerId and resource are required");
    for (const id of resources) if (serviceOf(core, id).ownerId !== ownerId) throw notFound(id);
    const limit = limitParam(c);
    const now = core.state.moments.next();
    const end = timeParam(c, "endTime") ?? now;
    const start = timeParam(c, "startTime") ?? now - anHour;
    const forward = enumParam(c, "direction", ["forward", "backward"])?.[0] === "forward";

    const inTime = core.state.logs.of(resources).filter(({ at }) => at >= start && at < end);
    const found = inTime.filter(filterOf(c));
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

  return routes;
}

function filterOf(c: Context): (line: LogLine) => boolean {
  for (const name of ["host", "statusCode", "method", "path"])
    if (listParam(c, name)) throw badRequest(`${name}: the emulator keeps no request logs`);
  const level = matcher(listParam(c, "level"));
  const type = matcher(listParam(c, "type"));
  const instance = matcher(listParam(c, "instance"));
  const text = matcher(c.req.queries("text"), "anywhere");
  return (line) => level(line.level) && type(line.type) && instance(line.instance ?? "") && text(line.message);
}

/** Matches any of the patterns, in which `*` stands for anything; a text may contain it anywhere. */
function matcher(patterns: readonly string[] | undefined, where: "whole" | "anywhere" = "whole") {
  const expressions = patterns?.map((pattern) => {
    const body = pattern.split("*").map(RegExp.escape).join(".*");
    return new RegExp(where === "whole" ? `^${body}$` : body, "s");
  });
  return (value: string) => expressions?.some((expression) => expression.test(value)) ?? true;
}
