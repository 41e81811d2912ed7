import { Hono } from "hono";
import { z } from "zod";
import { bodyOf } from "../requests.ts";
import { part, projectAt } from "../scope.ts";
import type { Store } from "../store.ts";

/** Which projects an installed integration may see. Every configuration id is installed. */
export function integrationRoutes(store: Store): Hono {
  const one = "/v1/integrations/configuration/:configuration/project/:project";
  const keyAt = (context: Parameters<typeof projectAt>[1]) =>
    `${part(context, "configuration")}/${projectAt(store, context).id}`;
  return new Hono()
    .get(one, (context) => context.json({ allowed: store.integrationAccess.has(keyAt(context)) }))
    .post(one, async (context) => {
      const { allowed } = await bodyOf(context, z.strictObject({ allowed: z.boolean() }));
      if (allowed) store.integrationAccess.add(keyAt(context));
      else store.integrationAccess.delete(keyAt(context));
      return context.json({ allowed });
    })
    .get("/v1/integrations/configurations", (context) => context.json([]));
}
