import { Hono } from "hono";
import type { Commit } from "../core/git.ts";
import { corsFrom } from "./cors.ts";
import { ImportRequest } from "./import-request.ts";
import { jsonBody } from "./json-body.ts";
import { QueryRequest, replyTo } from "./reply.ts";
import { requireEnv } from "./required-env.ts";

export interface AppRuntime {
  /** What the deployment was given; read once, at start. */
  readonly env: Readonly<Record<string, string>>;
  /** What the deployment was built from; its traits say how the app behaves. */
  readonly commit: Commit;
  /** Receives one line at a time. No line ever holds a value of `env`. */
  readonly log: (line: string) => void;
}

const sunset = "Sat, 01 Mar 2026 00:00:00 GMT";

/**
 * The sample app's API, a stand-in for a Python service: health (S0.6), the legacy import with its sunset (S0.8),
 * the new import, and chat (S0.7).
 * @throws StartupFailure when a required variable is missing, as the process would exit.
 */
export function createBackend({ env, commit, log }: AppRuntime): Hono {
  requireEnv(env);
  const { processors = true, healthStatus = 200 } = commit.app;
  if (!processors) log("ERROR: ImportError: cannot import name 'process_full' from 'processors'");
  log(`INFO: application started from commit ${commit.sha.slice(0, 7)}`);

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

  app.use("/process-full", async (c, next) => {
    await next();
    c.header("Deprecation", "true");
    c.header("Sunset", sunset);
  });
  app.post("/process-full", async (c) => {
    const body = await jsonBody(c, ImportRequest);
    if ("refusal" in body) return body.refusal;
    log(`[DEPRECATED] /process-full called by user ${body.value.user_id}`);
    return c.json({
      status: "accepted",
      version: "v1",
      user_id: body.value.user_id,
      deprecation: { notice: `/process-full is deprecated and ends on ${sunset}`, successor: "/process-full-v2" },
    });
  });

  app.post("/process-full-v2", async (c) => {
    const body = await jsonBody(c, ImportRequest);
    if ("refusal" in body) return body.refusal;
    log(`INFO: import started for user ${body.value.user_id}`);
    return c.json({ status: "accepted", version: "v2", user_id: body.value.user_id });
  });

  app.post("/query", async (c) => {
    const body = await jsonBody(c, QueryRequest);
    if ("refusal" in body) return body.refusal;
    return c.json({ response: replyTo(body.value) });
  });

  app.notFound((c) => c.json({ detail: "Not Found" }, 404));
  return app;
}
