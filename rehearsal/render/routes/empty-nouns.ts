import { Hono } from "hono";
import { notFound } from "../api-error.ts";

/** Kinds of thing that this world cannot make; clients that list a whole workspace ask for all of them. */
const nouns = [
  "env-groups",
  "environments",
  "key-value",
  "postgres",
  "projects",
  "redis",
  "registrycredentials",
  "webhooks",
];

/** The truth about them: there are none. Making one is a route that is not served. */
export function emptyNounRoutes(): Hono {
  const routes = new Hono();
  for (const noun of nouns) {
    routes.get(`/${noun}`, (c) => c.json([]));
    routes.get(`/${noun}/:id`, (c) => {
      throw notFound(c.req.param("id"));
    });
  }
  return routes;
}
