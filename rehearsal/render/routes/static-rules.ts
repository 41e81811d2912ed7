import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import type { Service } from "../entities/service.ts";
import {
  HeaderInput,
  HeaderInputs,
  type HeaderRule,
  RouteInput,
  RouteInputs,
  type RouteRule,
} from "../entities/static-rules.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { among, enumParam } from "../http/query.ts";

/** Headers, redirects and rewrites of a static site. @see https://api-docs.render.com/reference/list-headers */
export function staticRuleRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const newId = (prefix: "hdr" | "rdr") => core.state.ids.next(prefix);
  const siteOf = (id: string): Service => {
    const service = serviceOf(core, id);
    if (service.type !== "static_site") throw badRequest(`${id} is not a static site`);
    return service;
  };
  const routeJson = (site: Service, route: RouteRule) => ({ ...route, priority: site.routes.indexOf(route) });
  const priority = z.int().min(0);

  routes.get("/services/:id/headers", (c) => {
    const { headers } = siteOf(c.req.param("id"));
    const [path, name, value] = [among(c, "path"), among(c, "name"), among(c, "value")];
    const found = headers.filter((rule) => path(rule.path) && name(rule.name) && value(rule.value));
    return c.json(page(c, "header", found, idOf, (rule) => rule));
  });

  routes.put("/services/:id/headers", async (c) => {
    const site = siteOf(c.req.param("id"));
    site.headers = withIds(await readBody(c, HeaderInputs), () => newId("hdr"));
    return c.json(site.headers.length > 0 ? site.headers : null);
  });

  routes.post("/services/:id/headers", async (c) => {
    const site = siteOf(c.req.param("id"));
    const header: HeaderRule = { ...(await readBody(c, HeaderInput)), id: newId("hdr") };
    site.headers = [...site.headers, header];
    return c.json({ headers: header }, 201);
  });

  routes.delete("/services/:id/headers/:headerId", (c) => {
    const site = siteOf(c.req.param("id"));
    site.headers = without(site.headers, c.req.param("headerId"));
    return c.body(null, 204);
  });

  routes.get("/services/:id/routes", (c) => {
    const site = siteOf(c.req.param("id"));
    const types = enumParam(c, "type", ["redirect", "rewrite"]);
    const [source, destination] = [among(c, "source"), among(c, "destination")];
    const found = site.routes.filter(
      (rule) => (types?.includes(rule.type) ?? true) && source(rule.source) && destination(rule.destination),
    );
    // The first rule is the one that counts first, so it is listed first.
    const keyOf = (rule: RouteRule) => String(999_999 - site.routes.indexOf(rule));
    return c.json(page(c, "route", found, keyOf, (rule) => routeJson(site, rule)));
  });

  routes.put("/services/:id/routes", async (c) => {
    const site = siteOf(c.req.param("id"));
    site.routes = withIds(await readBody(c, RouteInputs), () => newId("rdr"));
    return c.json(site.routes.length > 0 ? site.routes.map((route) => routeJson(site, route)) : null);
  });

  routes.post("/services/:id/routes", async (c) => {
    const site = siteOf(c.req.param("id"));
    const { priority: at, ...sent } = await readBody(c, RouteInput.extend({ priority: priority.nullish() }));
    const route: RouteRule = { ...sent, id: newId("rdr") };
    site.routes = site.routes.toSpliced(at ?? site.routes.length, 0, route);
    return c.json(routeJson(site, route), 201);
  });

  routes.patch("/services/:id/routes/:routeId", async (c) => {
    const site = siteOf(c.req.param("id"));
    const body = await readBody(c, z.object({ priority }));
    const route = site.routes.find(({ id }) => id === c.req.param("routeId"));
    site.routes = without(site.routes, c.req.param("routeId")).toSpliced(body.priority, 0, ...(route ? [route] : []));
    return c.json({ headers: route && routeJson(site, route) });
  });

  routes.delete("/services/:id/routes/:routeId", (c) => {
    const site = siteOf(c.req.param("id"));
    site.routes = without(site.routes, c.req.param("routeId"));
    return c.body(null, 204);
  });

  return routes;
}

const idOf = ({ id }: { readonly id: string }) => id;

function withIds<Input extends object>(inputs: readonly Input[] | null | undefined, next: () => string) {
  return (inputs ?? []).map((input) => ({ ...input, id: next() }));
}

/** @throws ApiError 404 */
function without<Rule extends { readonly id: string }>(rules: readonly Rule[], id: string): readonly Rule[] {
  if (!rules.some((rule) => rule.id === id)) throw notFound(id);
  return rules.filter((rule) => rule.id !== id);
}
