import { Hono } from "hono";
import type { AppRuntime } from "../../app/start.ts";
import { startApp } from "../../app/start.ts";
import { listen } from "../../core/server.ts";
import { type Seen, watched } from "./visits.ts";

/** A process of a service, or what serves a static site's files. */
export interface Instance {
  /** `srv-…-xxxxx`, as in log labels. */
  readonly id: string;
  /** `http://127.0.0.1:PORT`; undefined for a process that answers no requests. */
  readonly origin: string | undefined;
  /** The exit code, once it ends by itself or was stopped. */
  readonly exited: Promise<number>;
  /** Stops it once the requests it is answering are answered. */
  stop(): Promise<void>;
}

/** Serves requests on a loopback port of its own. */
export async function listening(
  id: string,
  fetch: (request: Request) => Response | Promise<Response>,
  tell: (seen: Seen) => void,
): Promise<Instance & { readonly origin: string }> {
  const answering = new Set<Promise<void>>();
  const app = new Hono();
  app.use(async (_, next) => {
    const answered = next();
    answering.add(answered);
    await answered.finally(() => answering.delete(answered));
  });
  const handle = watched(fetch, tell);
  app.all("*", (c) => handle(c.req.raw));

  const server = await listen(app);
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  return {
    id,
    origin: server.url,
    exited,
    async stop() {
      await Promise.allSettled(answering);
      await server.close();
      resolve(0);
    },
  };
}

/**
 * Starts the sample app of a commit; one that answers requests does so on a loopback port of its own.
 * @throws StartupFailure when the app refuses to start with this environment.
 */
export async function startInstance({
  id,
  tell,
  ...runtime
}: AppRuntime & { readonly id: string; readonly tell: (seen: Seen) => void }): Promise<Instance> {
  const app = await startApp(runtime);
  if (!app.fetch) return { id, origin: undefined, exited: app.exited, stop: () => app.stop() };
  const door = await listening(id, app.fetch, tell);
  return {
    ...door,
    exited: app.exited,
    async stop() {
      await door.stop();
      await app.stop();
    },
  };
}
