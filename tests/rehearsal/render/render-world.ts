import { onTestFinished } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { type AppTraits, Git } from "../../../rehearsal/core/git.ts";
import { type RenderOptions, startRender } from "../../../rehearsal/render/render.ts";

export const repo = "https://github.com/acme-brains/twin-brains";
export const ownerId = "tea-0123456789abcdefghij";

/** Whatever an answer holds: its shape is what the tests look at. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or undefined without a body. */
  readonly body: Json;
}

/** A Render world of a test, ended with it: fast deploys, one healthy commit on `main`. */
export async function startWorld({ traits = {}, ...options }: Partial<RenderOptions> & { traits?: AppTraits } = {}) {
  const clock = new Clock();
  const edge = new Edge();
  const git = new Git(() => clock.now());
  git.push(repo, "main", "First release", traits);
  const render = await startRender({ clock, edge, git, deployMs: 4, ...options });
  onTestFinished(() => render.close());

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${render.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${render.token}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined } as Answer;
  };
  return {
    ...{ clock, edge, git, render, call },
    get: (path: string) => call("GET", path),
    post: (path: string, body?: unknown) => call("POST", path, body),
    put: (path: string, body?: unknown) => call("PUT", path, body),
    patch: (path: string, body?: unknown) => call("PATCH", path, body),
    remove: (path: string) => call("DELETE", path),
    /** Creates a web service and, unless told otherwise, waits for its first deploy to end. */
    async create(
      overrides: Overrides = {},
      { settle = true } = {},
    ): Promise<{ id: string; deployId: string; service: Json }> {
      const { body, status } = await call("POST", "/services", webService(overrides));
      if (status !== 201) throw new Error(`Failed to create a service: ${status} ${JSON.stringify(body)}`);
      if (settle) await render.settled();
      return { id: body.service.id, deployId: body.deployId, service: body.service };
    },
    /** The public answer of a service's host, as text. */
    async visit(host: string, path = "/health", init: RequestInit = {}) {
      const answer = await edge.fetch(`https://${host}${path}`, init);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

interface Overrides {
  readonly serviceDetails?: object;
  readonly [field: string]: unknown;
}

/** Body of `POST /services` for a healthy API. */
export const webService = ({ serviceDetails = {}, ...overrides }: Overrides = {}) => ({
  type: "web_service",
  name: "twin-brains-api",
  ownerId,
  repo,
  branch: "main",
  autoDeployTrigger: "off",
  envVars: [{ key: "JWT_SECRET", value: "s3cret-jwt" }],
  ...overrides,
  serviceDetails: {
    runtime: "python",
    envSpecificDetails: { buildCommand: "pip install -r requirements.txt", startCommand: "uvicorn main:app" },
    healthCheckPath: "/health",
    ...serviceDetails,
  },
});
