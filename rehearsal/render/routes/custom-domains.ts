import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { type CustomDomain, counterpartOf, customDomainJson, isHostName } from "../entities/custom-domain.ts";
import { micros, nanos } from "../entities/moment.ts";
import type { Service } from "../entities/service.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { between, enumParam, listParam } from "../http/query.ts";

/** Domains of a service. @see https://api-docs.render.com/reference/create-custom-domain */
export function customDomainRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const at = "/services/:id/custom-domains";

  routes.get(at, (c) => {
    const { customDomains } = serviceOf(core, c.req.param("id"));
    const names = listParam(c, "name");
    const types = enumParam(c, "domainType", ["apex", "subdomain"]);
    const verification = enumParam(c, "verificationStatus", ["verified", "unverified"]);
    const created = between(c, "created");
    const json = (domain: CustomDomain) => customDomainJson(domain, micros);
    const found = [...customDomains.values()].filter(
      (domain) =>
        (names?.includes(domain.name) ?? true) &&
        (types?.includes(json(domain).domainType) ?? true) &&
        (verification?.includes(json(domain).verificationStatus) ?? true) &&
        created(domain.createdAt),
    );
    return c.json(page(c, "customDomain", found, ({ sequence }) => ordinal(sequence), json));
  });

  routes.post(at, async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const name = (await readBody(c, z.object({ name: z.string() }))).name.toLowerCase();
    if (!isHostName(name)) throw badRequest("name: not a host name");
    if (isTaken(core, name)) throw new ApiError(409, `domain is already in use: ${name}`);
    const counterpart = counterpartOf(name);
    const added = [add(core, service, name, "")];
    if (counterpart && !isTaken(core, counterpart)) added.push(add(core, service, counterpart, name));
    return c.json(
      added.map((domain) => customDomainJson(domain, nanos)),
      201,
    );
  });

  routes.get(`${at}/:domain`, (c) =>
    c.json(customDomainJson(domainOf(serviceOf(core, c.req.param("id")), c.req.param("domain")), micros)),
  );

  routes.delete(`${at}/:domain`, (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const { customDomains } = service;
    const { name } = domainOf(service, c.req.param("domain"));
    for (const domain of [...customDomains.values()])
      if (domain.name === name || domain.redirectForName === name) customDomains.delete(domain.name);
    return c.body(null, 204);
  });

  routes.post(`${at}/:domain/verify`, (c) => {
    domainOf(serviceOf(core, c.req.param("id")), c.req.param("domain"));
    return c.body(null, 202);
  });

  return routes;
}

function add({ state }: RenderCore, { customDomains }: Service, name: string, redirectForName: string): CustomDomain {
  const domain: CustomDomain = {
    id: state.ids.next("cdm"),
    sequence: state.nextSequence(),
    name,
    redirectForName,
    createdAt: state.moments.next(),
  };
  customDomains.set(name, domain);
  return domain;
}

const isTaken = ({ state }: RenderCore, name: string) =>
  state.services.values().some(({ customDomains }) => customDomains.has(name));

/** A domain by its name or id. @throws ApiError 404 */
function domainOf({ customDomains }: Service, nameOrId: string): CustomDomain {
  const domain = customDomains.get(nameOrId) ?? customDomains.values().find(({ id }) => id === nameOrId);
  if (!domain) throw notFound(nameOrId);
  return domain;
}
