import { Hono } from "hono";
import { ImportRequest } from "./import-request.ts";
import type { ImportLedger } from "./imports.ts";
import { jsonBody } from "./json-body.ts";

const sunset = "Sat, 01 Mar 2026 00:00:00 GMT";

/** The legacy import with its sunset (S0.8) and the new one. @param ledger undefined: nothing is recorded. */
export function importRoutes({ ledger, log }: { ledger: ImportLedger | undefined; log: (line: string) => void }): Hono {
  const app = new Hono();

  app.use("/process-full", async (c, next) => {
    await next();
    c.header("Deprecation", "true");
    c.header("Sunset", sunset);
  });
  app.post("/process-full", async (c) => {
    const body = await jsonBody(c, ImportRequest);
    if ("refusal" in body) return body.refusal;
    const { user_id, storage_path } = body.value;
    log(`[DEPRECATED] /process-full called by user ${user_id}`);
    await ledger?.record({ userId: user_id, pipeline: "v1", storagePath: storage_path });
    return c.json({
      status: "accepted",
      version: "v1",
      user_id,
      deprecation: { notice: `/process-full is deprecated and ends on ${sunset}`, successor: "/process-full-v2" },
    });
  });

  app.post("/process-full-v2", async (c) => {
    const body = await jsonBody(c, ImportRequest);
    if ("refusal" in body) return body.refusal;
    const { user_id, storage_path } = body.value;
    log(`INFO: import started for user ${user_id}`);
    await ledger?.record({ userId: user_id, pipeline: "v2", storagePath: storage_path });
    return c.json({ status: "accepted", version: "v2", user_id });
  });

  return app;
}
