import { Hono } from "hono";
import { chatRoutes } from "./chat-routes.ts";
import { corsFrom } from "./cors.ts";
import { type AppDatabase, connectDatabase, DatabaseUnreachable } from "./database.ts";
import { feedbackRoutes } from "./feedback-routes.ts";
import { importRoutes } from "./import-routes.ts";
import { ImportLedger } from "./imports.ts";
import { connectQueue, type Queue } from "./queue.ts";
import { requireEnv } from "./required-env.ts";
import type { AppRuntime } from "./runtime.ts";
import { learningSettings } from "./settings.ts";

export interface BackendApp {
  readonly app: Hono;
  /** Ends its connections. */
  close(): Promise<void>;
}

/**
 * The sample app's API, a stand-in for a Python service: health (S0.6), imports (S0.8), chat (S0.7) and feedback (S1.12).
 * Without database or queue it serves what needs neither.
 * @throws StartupFailure when a required variable is missing, as the process would exit.
 */
export function createBackend(runtime: AppRuntime): BackendApp {
  const { env, commit, log } = runtime;
  requireEnv(env, "web");
  const settings = learningSettings(env);
  const { processors = true, healthStatus = 200 } = commit.app;
  if (!processors) log("ERROR: ImportError: cannot import name 'process_full' from 'processors'");
  log(`INFO: application started from commit ${commit.sha.slice(0, 7)}`);
  const [database, queue] = [connectDatabase(runtime), connectQueue(runtime)];

  const app = new Hono();
  app.use(corsFrom(env.ALLOWED_ORIGINS));

  app.get("/health", () => {
    const healthy = healthStatus < 400;
    if (!healthy) log(`ERROR: health check answers ${healthStatus}`);
    return Response.json(
      { status: healthy ? "healthy" : "unhealthy", processors_available: processors },
      { status: healthStatus },
    );
  });

  const needed = {
    database: (): AppDatabase => database ?? missing("SUPABASE_URL and SUPABASE_SERVICE_KEY"),
    queue: (): Queue => queue ?? missing("REDIS_URL"),
  };
  const ledger = database && new ImportLedger(database, commit.app);
  app.route("/", importRoutes({ ledger, log, traits: commit.app }));
  app.route("/", chatRoutes({ env, database: needed.database }));
  app.route("/", feedbackRoutes({ env, log, settings, ...needed }));

  app.notFound((c) => c.json({ detail: "Not Found" }, 404));
  app.onError((error, c) => {
    log(`ERROR: ${c.req.method} ${c.req.path}: ${error.message}`);
    const down = error instanceof DatabaseUnreachable || error instanceof NotConfigured;
    return c.json({ detail: down ? "Service Unavailable" : "Internal Server Error" }, down ? 503 : 500);
  });
  return {
    app,
    async close() {
      queue?.close();
      await database?.close();
    },
  };
}

class NotConfigured extends Error {}

function missing(names: string): never {
  throw new NotConfigured(`${names} not set`);
}
