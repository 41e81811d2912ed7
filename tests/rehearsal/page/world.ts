import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { controlRoutes } from "../../../rehearsal/control/routes.ts";
import { startPage } from "../../../rehearsal/page/server.ts";
import { hiding } from "../../../rehearsal/page/views/hide-secrets.ts";
import { viewOf } from "../../../rehearsal/page/views/world.ts";
import type { Subject } from "../../../rehearsal/snapshot/snapshots.ts";
import { startWorld, type World } from "../../../rehearsal/world.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
export const madeFor = {
  repository: "https://github.com/acme-brains/twin-brains",
  owner: "tea-0123456789abcdefghij",
  team: "team_acmebrains",
  branch: "main",
} as const;

/** A world with its page and control, as a keeping process has it, but without a Pulumi stack. */
export interface Served extends AsyncDisposable {
  readonly world: World;
  readonly subject: Subject & { readonly file: typeof madeFor };
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Address of the page. */
  readonly page: string;
  readonly controlToken: string;
  /** How often it was asked to stop. */
  readonly stops: () => number;
  /** Calls Render's API. */
  render(method: string, path: string, body?: unknown): Promise<unknown>;
}

export async function serveWorld(secrets: readonly string[] = []): Promise<Served> {
  const project = await mkdtemp(join(tmpdir(), "cutover-world-"));
  const { owner, team, branch } = madeFor;
  const world = await startWorld({
    ...{ folder: join(project, "world"), project: repository, owner, team },
    repository: madeFor.repository,
    branches: [branch],
  });
  for (const part of ["state", "stack"]) await mkdir(join(world.folder, part));
  const subject = { project, stack: "prod", world, file: madeFor, secrets };
  const view = () =>
    viewOf(
      { name: "kept", stack: "prod", startedAt: new Date() },
      world,
      hiding(() => subject.secrets),
    );
  let stops = 0;
  const control = new Hono().route(
    "/",
    controlRoutes({
      subject,
      view,
      stop: () => {
        stops += 1;
      },
    }),
  );
  const controlToken = "who-has-this-may-change-the-world";
  const server = await startPage({ view, pageToken: "who-has-this-may-look", controlToken, control });
  return {
    ...{ world, subject, url: server.url, page: `${server.url}/who-has-this-may-look/`, controlToken },
    stops: () => stops,
    async render(method, path, body) {
      const answer = await fetch(`${world.render.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${world.render.token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : undefined;
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await world.close();
      await rm(project, { recursive: true, force: true });
    },
  };
}

/** A healthy web service of the sample app; resolves when it is live. @returns its id */
export async function addService(
  { render, world }: Served,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  await render("POST", "/services", {
    ...{
      type: "web_service",
      name: "twin-brains-api",
      ownerId: madeFor.owner,
      repo: madeFor.repository,
      branch: "main",
    },
    envVars: Object.entries({ JWT_SECRET: "sesame", ...env }).map(([key, value]) => ({ key, value })),
    serviceDetails: {
      ...{ runtime: "python", healthCheckPath: "/health" },
      envSpecificDetails: { buildCommand: "pip install .", startCommand: "uvicorn main:app" },
    },
  });
  await world.render.settled();
  return [...world.render.state.services.keys()].at(-1) ?? "";
}
