import { Hono } from "hono";
import type { Store } from "./store.ts";

/** Answers for domains that no deployment answers for: redirects, and the vendor's 404. */
export function frontDoor(store: Store): Hono {
  return new Hono().all("*", (context) => {
    const host = (context.req.header("x-forwarded-host") ?? "").replace(/:\d+$/, "");
    for (const project of store.projects.values()) {
      const domain = project.domains.get(host);
      if (!domain?.redirect) continue;
      const { pathname, search } = new URL(context.req.url);
      return context.redirect(`https://${domain.redirect}${pathname}${search}`, domain.redirectStatusCode ?? 308);
    }
    return context.text("The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n", 404, {
      server: "Vercel",
      "x-vercel-error": "DEPLOYMENT_NOT_FOUND",
    });
  });
}
