import type { MiddlewareHandler } from "hono";
import { ApiError } from "../api-error.ts";
import type { Scope } from "../core.ts";

const READS = new Set(["GET", "HEAD"]);

/**
 * What a route of a repository needs of a workflow's token, by the first part of its path that is named here; any one of
 * several is enough. What is not named, such as teams and rulesets, no workflow's token may use.
 * @see https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
const needs: readonly (readonly [path: RegExp, ...names: readonly string[]])[] = [
  [/^\/commits\/[^/]+\/pulls$/, "pull_requests"],
  [/^\/(check-runs|check-suites)\b|^\/commits\/.+\/(check-runs|check-suites)$/, "checks"],
  [/^\/statuses\/|^\/commits\/.+\/(status|statuses)$/, "statuses"],
  // Merging writes a commit.
  [/^\/pulls\/\d+\/(merge|update-branch)$/, "contents"],
  [/^\/pulls\b/, "pull_requests"],
  [/^\/issues\b|^\/labels\b/, "issues", "pull_requests"],
  [/^\/environments\b|^\/actions\b/, "actions"],
  [/^\/(contents|git|branches|commits|compare|merges|tags|releases)\b/, "contents"],
  [/^$/, "metadata"],
];

/** Refuses a workflow's token what the workflow's `permissions` do not name, in GitHub's words. */
export function withinPermissions(): MiddlewareHandler<Scope> {
  return async (c, next) => {
    const given = c.get("actor")?.permissions;
    if (given && !isAllowed({ metadata: "read", ...given }, c.req.method, c.req.path))
      throw new ApiError(403, "Resource not accessible by integration");
    await next();
  };
}

function isAllowed(given: Readonly<Record<string, "read" | "write">>, method: string, path: string): boolean {
  const [, rest] = /^(?:\/api\/v3)?\/repos\/[^/]+\/[^/]+(\/.*)?$/.exec(path) ?? [];
  if (!/\/repos\//.test(path)) return /^(?:\/api\/v3)?\/(users\/[^/]+|rate_limit|meta|zen|apps\/[^/]+)?$/.test(path);
  const [, ...names] = needs.find(([pattern]) => pattern.test(rest ?? "")) ?? [/./];
  return names.some((name) => (READS.has(method) ? given[name] !== undefined : given[name] === "write"));
}
