import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { type Listening, listen } from "../core/server.ts";
import { isToken, requireOwnHost, securityHeaders } from "./guard.ts";
import { pageOf } from "./html/page.ts";
import type { WorldView } from "./views/view.ts";

export interface PageOptions {
  readonly view: () => WorldView;
  /** Part of the page's address: who has it may look. */
  readonly pageToken: string;
  /** Bearer token of the control calls: who has it may change the world. */
  readonly controlToken: string;
  /** Served under `/control`, behind the token. */
  readonly control: Hono;
}

const assets = {
  "theme.css": "text/css; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/**
 * Serves the page of a world and its control on one loopback port. Without a token there is nothing to be seen, for
 * other users of this machine as for web pages.
 */
export async function startPage({ view, pageToken, controlToken, control }: PageOptions): Promise<Listening> {
  const app = new Hono();
  app.use(requireOwnHost, securityHeaders);

  app.use("/control/*", async (c, next) => {
    const [, given = ""] = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    // No page of any site has a reason to come here, whatever it may have got hold of.
    const fromPage = c.req.header("origin") !== undefined || c.req.header("sec-fetch-site") !== undefined;
    if (fromPage || !isToken(given, controlToken)) return c.json({ code: "FORBIDDEN", message: "Forbidden" }, 403);
    await next();
  });
  app.route("/control", control);

  app.use("/:token/*", async (c, next) => {
    if (!isToken(c.req.param("token"), pageToken)) return c.notFound();
    await next();
  });
  app.get("/:token/", async (c) => c.html(await pageOf(view())));
  app.get("/:token/world.json", (c) => c.json(view()));
  for (const [name, type] of Object.entries(assets)) {
    const text = await readFile(new URL(`assets/${name}`, import.meta.url), "utf8");
    app.get(`/:token/${name}`, (c) => c.body(text, 200, { "content-type": type }));
  }
  app.notFound((c) => c.text("Not found\n", 404));
  return listen(app);
}
