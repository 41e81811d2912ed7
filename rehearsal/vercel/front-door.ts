import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { Project } from "./entities.ts";
import type { Rollouts } from "./rollouts.ts";
import type { Store } from "./store.ts";

/** What the front door needs to know of the rest, which is made after it. */
export interface Behind {
  readonly rollouts: Rollouts;
  originOf(deploymentId: string): string | undefined;
}

/**
 * Answers for names that no single deployment answers for: redirects, paused projects, production in a rolling release,
 * and the vendor's 404.
 */
export function frontDoor(store: Store, behind: () => Behind): Hono {
  return new Hono().all("*", async (context) => {
    const host = (context.req.header("x-forwarded-host") ?? "").replace(/:\d+$/, "");
    const alias = store.aliases.get(host);
    const project = store.projects.get(alias?.projectId ?? "") ?? holderOf(store, host);
    if (project?.paused) return refused(503, "DEPLOYMENT_PAUSED", "This deployment is temporarily paused.");
    const domain = project?.domains.get(host);
    if (domain?.redirect) {
      const { pathname, search } = new URL(context.req.url);
      return context.redirect(`https://${domain.redirect}${pathname}${search}`, domain.redirectStatusCode ?? 308);
    }
    if (!project || !alias) return refused(404, "DEPLOYMENT_NOT_FOUND", "The deployment could not be found on Vercel.");
    const chosen = choose(behind(), project, context.req.url, getCookie(context, cookieOf(project)));
    const origin = chosen && behind().originOf(chosen);
    if (!origin) return refused(404, "DEPLOYMENT_NOT_FOUND", "The deployment could not be found on Vercel.");
    return passOn(context.req.raw, origin, `${cookieOf(project)}=${chosen}; Path=/; HttpOnly; Secure; SameSite=Lax`);
  });
}

const cookieOf = ({ id }: Project) => `_vcrr_${id}`;

/** A visitor stays with the deployment it got first; `vcrrForceCanary` asks for one of them. */
function choose({ rollouts }: Behind, project: Project, url: string, seen: string | undefined): string | undefined {
  const rollout = rollouts.of(project);
  if (rollout?.state !== "ACTIVE") return project.production;
  const forced = new URL(url).searchParams.get("vcrrForceCanary");
  if (forced === "true") return rollout.canaryDeploymentId;
  if (forced === "false") return rollout.currentDeploymentId;
  if (seen === rollout.canaryDeploymentId || seen === rollout.currentDeploymentId) return seen;
  return rollouts.pick(project);
}

async function passOn(request: Request, origin: string, cookie: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const bodied = request.method !== "GET" && request.method !== "HEAD";
  const answer = await fetch(new URL(pathname + search, origin), {
    method: request.method,
    headers: request.headers,
    redirect: "manual",
    ...(bodied ? { body: await request.arrayBuffer() } : {}),
  });
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  headers.append("set-cookie", cookie);
  return new Response(answer.body, { status: answer.status, headers });
}

function holderOf({ projects }: Store, host: string): Project | undefined {
  return [...projects.values()].find(({ domains }) => domains.has(host));
}

const refused = (status: number, code: string, reason: string) =>
  new Response(`${reason}\n\n${code}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=UTF-8", server: "Vercel", "x-vercel-error": code },
  });
