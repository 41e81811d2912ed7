import { Hono } from "hono";
import type { AppTraits } from "../core/git.ts";
import { ImportRequest } from "./import-request.ts";
import type { ImportLedger } from "./imports.ts";
import { jsonBody } from "./json-body.ts";

const sunset = "Sat, 01 Mar 2026 00:00:00 GMT";

export interface ImportParts {
  /** Undefined: nothing is recorded. */
  readonly ledger: ImportLedger | undefined;
  readonly log: (line: string) => void;
  readonly traits: AppTraits;
}

/** The new import, and the legacy one with its sunset (S0.8) as long as it is there (S2.9). */
export function importRoutes({ ledger, log, traits }: ImportParts): Hono {
  const app = new Hono();
  if (traits.legacyEndpoint !== "removed") app.route("/", legacyImport({ ledger, log }));

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

function legacyImport({ ledger, log }: Omit<ImportParts, "traits">): Hono {
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

  return app;
}
