import { Hono } from "hono";
import { appJson } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import { type Api, actorOf, type GitHubCore, type Scope } from "../core.ts";

/** What clients ask of GitHub itself. */
export function metaRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  app.get("/", (c) => {
    const base = c.get("base");
    return c.json({
      current_user_url: `${base}/user`,
      repository_url: `${base}/repos/{owner}/{repo}`,
      organization_url: `${base}/orgs/{org}`,
      rate_limit_url: `${base}/rate_limit`,
      user_url: `${base}/users/{user}`,
    });
  });
  app.get("/meta", (c) => c.json({ verifiable_password_authentication: false, hooks: [], web: [], api: [], git: [] }));
  app.get("/zen", (c) => c.text("Keep it logically awesome."));
  app.get("/versions", (c) => c.json(["2022-11-28"]));
  app.get("/rate_limit", (c) => {
    const used = Math.min(core.state.counters.requests, 4999);
    const window = {
      limit: 5000,
      used,
      remaining: 5000 - used,
      reset: Math.ceil(core.clock.now().getTime() / 1000) + 3600,
    };
    return c.json({
      resources: { core: window, search: { ...window, limit: 30, remaining: 30, used: 0 } },
      rate: window,
    });
  });
  app.get("/apps/:slug", (c) => {
    const found = [...core.state.apps.values()].find(({ slug }) => slug === c.req.param("slug"));
    if (!found) throw new ApiError(404, "Not Found");
    return c.json(appJson(core, c, found));
  });
  // GraphQL is answered for one question only: who am I.
  app.post("/graphql", async (c) => {
    const { query = "" } = (await c.req.json().catch(() => ({}))) as { query?: string };
    const { login } = actorOf(c);
    if (/\bviewer\s*\{\s*login\s*\}/.test(query)) return c.json({ data: { viewer: { login } } });
    throw new ApiError(501, "This GitHub has no GraphQL but `viewer { login }`; use its REST API");
  });
  return app;
}
