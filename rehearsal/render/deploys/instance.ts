import { Hono } from "hono";
import { createBackend } from "../../app/backend.ts";
import type { Commit } from "../../core/git.ts";
import { listen } from "../../core/server.ts";

export interface Instance {
  /** `srv-…-xxxxx`, as in log labels. */
  readonly id: string;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Stops it once the requests it is answering are answered. */
  stop(): Promise<void>;
}

export interface InstanceArgs {
  readonly id: string;
  readonly commit: Commit;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/**
 * Starts the sample app of a commit on a loopback port of its own.
 * @throws StartupFailure when the app refuses to start with this environment.
 */
export async function startInstance({ id, commit, env, log }: InstanceArgs): Promise<Instance> {
  const backend = createBackend({ env, commit, log });
  const answering = new Set<Promise<void>>();
  const app = new Hono();
  app.use(async (_, next) => {
    const answered = next();
    answering.add(answered);
    await answered.finally(() => answering.delete(answered));
  });
  app.all("*", (c) => backend.fetch(c.req.raw));

  const server = await listen(app);
  return {
    id,
    origin: server.url,
    async stop() {
      await Promise.allSettled(answering);
      await server.close();
    },
  };
}
