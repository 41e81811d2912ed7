import { Hono } from "hono";
import { html } from "hono/html";
import { ImportRequest } from "./import-request.ts";
import { jsonBody } from "./json-body.ts";
import { routeOf } from "./routing.ts";
import type { Deployed } from "./runtime.ts";

export interface FrontendRuntime extends Deployed {
  /** Reaches the backend by its public URL; inside the world that is the edge's fetch. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

const paths = { v1: "/process-full", v2: "/process-full-v2" } as const;

/**
 * The sample app's web frontend, a stand-in for a Next.js deployment. `V2_ROLLOUT_PERCENT` is compiled in: a later
 * change of the variable reaches only a later deployment (S2.3).
 */
export function createFrontend({ env, commit, log, fetch }: FrontendRuntime): Hono {
  const percent = env.V2_ROLLOUT_PERCENT;
  const backend = env.NEXT_PUBLIC_BACKEND_URL?.replace(/\/$/, "");
  const app = new Hono();

  app.get("/", (c) =>
    c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="commit" content="${commit.sha}">
<title>Sample app</title></head><body><main><h1>Sample app</h1></main></body></html>`),
  );

  app.post("/api/import/process", async (c) => {
    const body = await jsonBody(c, ImportRequest);
    if ("refusal" in body) return body.refusal;
    if (!backend) {
      log("ERROR: NEXT_PUBLIC_BACKEND_URL is not set");
      return c.json({ error: "the backend is not configured" }, 500);
    }
    const userId = body.value.user_id;
    const routed = routeOf(userId, percent);
    log(`Routing import request for user ${userId}: routed to ${routed}`);
    try {
      const answer = await fetch(`${backend}${paths[routed]}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body.value),
      });
      await answer.body?.cancel();
      if (answer.ok) return c.json({ routed, user_id: userId, status: "accepted" });
      log(`ERROR: the backend answered ${answer.status} for ${paths[routed]}`);
    } catch (cause) {
      log(`ERROR: the backend could not be reached: ${cause instanceof Error ? cause.message : "unknown cause"}`);
    }
    return c.json({ routed, error: "the backend did not accept the import" }, 502);
  });

  return app;
}
