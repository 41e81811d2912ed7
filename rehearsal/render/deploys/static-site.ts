import type { Commit } from "../../core/git.ts";
import type { Service } from "../entities/service.ts";
import { matches } from "../entities/static-rules.ts";
import { type Instance, listening } from "./instance.ts";
import type { Seen } from "./visits.ts";

/**
 * Serves a static site as the API knows it: every path is a page that names the commit, after the site's redirects and
 * rewrites, with its headers. Rules take effect at once, without a deploy.
 */
export const serveSite = (
  id: string,
  service: Service,
  commit: Commit,
  tell: (seen: Seen) => void,
): Promise<Instance> =>
  listening(
    id,
    (request) => {
      const { pathname } = new URL(request.url);
      const rule = service.routes.find(({ source }) => matches(source, pathname));
      const headers = new Headers({ "content-type": "text/plain; charset=utf-8" });
      for (const { path, name, value } of service.headers) if (matches(path, pathname)) headers.set(name, value);
      if (rule?.type === "redirect") {
        headers.set("location", rule.destination);
        return new Response(null, { status: 301, headers });
      }
      return new Response(`${rule?.destination ?? pathname} of ${commit.sha}\n`, { headers });
    },
    tell,
  );
