import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import { page } from "../http/pages.ts";
import { listParam } from "../http/query.ts";

/** Workspaces. @see https://api-docs.render.com/reference/list-owners */
export function ownerRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/owners", (c) => {
    const names = listParam(c, "name");
    const emails = listParam(c, "email");
    const found = [...core.state.owners.values()].filter(
      (owner) => (names?.includes(owner.name) ?? true) && (emails?.includes(owner.email) ?? true),
    );
    return c.json(
      page(
        c,
        "owner",
        found,
        (owner) => owner.id,
        (owner) => owner,
      ),
    );
  });

  routes.get("/owners/:id", (c) => {
    const owner = core.state.owners.get(c.req.param("id"));
    if (!owner) throw notFound(c.req.param("id"));
    return c.json(owner);
  });

  /** Whose key it is: the world has one user, who is in every workspace. */
  routes.get("/users", (c) => {
    const [owner] = core.state.owners.values();
    return c.json({ name: owner?.name ?? "", email: owner?.email ?? "" });
  });

  return routes;
}
