import { Hono } from "hono";
import { z } from "zod";
import { code } from "../ids.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Webhook } from "../team-entities.ts";

const Create = z.strictObject({
  url: z.url(),
  events: z.array(z.string().min(1)).min(1),
  projectIds: z.array(z.string()).min(1).max(50).nullish(),
});
const ListQuery = z.object({ projectId: z.string().optional() });

/** Webhooks: kept, not called. The secret is told once. */
export function webhookRoutes(store: Store): Hono {
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.webhooks, accountOf(store, context), part(context, "id"), "webhook");
  return new Hono()
    .post("/v1/webhooks", async (context) => {
      const account = accountOf(store, context);
      const { url, events, projectIds } = await bodyOf(context, Create);
      for (const id of projectIds ?? []) store.project(account, id);
      const made = store.made(account, "webhook", 24, "account_hook_");
      const webhook: Webhook = { ...made, url, events, projectIds: projectIds ?? [], secret: code(made.id, 24) };
      store.webhooks.set(webhook.id, webhook);
      return context.json({ ...answer(webhook), secret: webhook.secret });
    })
    .get("/v1/webhooks", (context) => {
      const { projectId } = queryOf(context, ListQuery);
      const all = store.ownedBy(store.webhooks, accountOf(store, context));
      return context.json(all.filter((one) => !projectId || one.projectIds.includes(projectId)).map(answer));
    })
    .get("/v1/webhooks/:id", (context) => context.json(answer(at(context))))
    .delete("/v1/webhooks/:id", (context) => {
      store.webhooks.delete(at(context).id);
      return context.body(null, 204);
    });
}

const answer = ({ secret: _, projectIds, ...webhook }: Webhook) => ({
  ...webhook,
  ...(projectIds.length > 0 ? { projectIds } : {}),
});
