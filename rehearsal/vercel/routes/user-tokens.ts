import { Hono } from "hono";
import { z } from "zod";
import { code } from "../ids.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { UserToken } from "../team-entities.ts";

const Create = z.strictObject({
  name: z.string().min(1),
  expiresAt: z.number().nullish(),
  projectId: z.string().optional(),
});

/** Tokens of the user. They are kept and told once; only the world's own opens the API. */
export function userTokenRoutes(store: Store): Hono {
  const app = new Hono();
  const tokenAt = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.userTokens, store.user, part(context, "id"), "token");
  app.on("POST", versions("/user/tokens", 1, 3), async (context) => {
    accountOf(store, context);
    const { name, expiresAt } = await bodyOf(context, Create);
    const token: UserToken = { ...store.made(store.user, "user token", 64), name, expiresAt: expiresAt ?? undefined };
    store.userTokens.set(token.id, token);
    return context.json({ token: answer(token), bearerToken: code(`bearer ${token.id}`, 24) });
  });
  app.on("GET", versions("/user/tokens", 5, 6), (context) => {
    const tokens = [...store.userTokens.values()].map(answer);
    return context.json({ tokens, pagination: { count: tokens.length, next: null, prev: null } });
  });
  app.on("GET", versions("/user/tokens/:id", 3, 5), (context) => context.json({ token: answer(tokenAt(context)) }));
  app.on("DELETE", versions("/user/tokens/:id", 3), (context) => {
    const { id } = tokenAt(context);
    store.userTokens.delete(id);
    return context.json({ tokenId: id });
  });
  return app;
}

function answer({ id, name, createdAt, expiresAt }: UserToken): Record<string, unknown> {
  return {
    ...{ id, name, createdAt, type: "token", activeAt: createdAt, origin: "manual" },
    scopes: [{ type: "user", createdAt, origin: "manual" }],
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
