import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { userOf } from "./auth.ts";
import type { AppDatabase } from "./database.ts";
import { enqueueDue } from "./jobs.ts";
import { jsonBody } from "./json-body.ts";
import type { Queue } from "./queue.ts";
import type { LearningSettings } from "./settings.ts";

const Feedback = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("rating"),
    twin_id: z.string().regex(/^[\w.:-]{1,128}$/, "expected 1 to 128 letters, digits or . _ : -"),
    rating: z.enum(["up", "down"]),
    comment: z.string().max(2000).optional(),
  }),
  /** Goes the way of every event to the worker, at once and alone; no twin learns from it. */
  z.object({ event: z.literal("smoke-check") }),
]);
const Body = z
  .looseObject({})
  .transform((body) => ({ event: "rating", ...body }))
  .pipe(Feedback);

export interface FeedbackParts {
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly settings: LearningSettings;
  readonly database: () => AppDatabase;
  readonly queue: () => Queue;
}

/** Feedback becomes an event, enough events become a job for the worker (S1.12). */
export function feedbackRoutes({ env, log, settings, database, queue }: FeedbackParts): Hono {
  const app = new Hono();

  app.post("/feedback", async (c) => {
    const asking = await userOf(c, env);
    if ("refusal" in asking) return asking.refusal;
    const body = await jsonBody(c, Body);
    if ("refusal" in body) return body.refusal;
    const [parts, eventId, given] = [{ database: database(), queue: queue(), log }, randomUUID(), body.value];
    const checked = given.event === "smoke-check";
    const rated = checked ? { twin_id: "smoke-check", rating: "up" as const } : given;
    await parts.database.query(
      `insert into feedback_events (id, twin_id, user_id, rating, comment) values ($1, $2, $3, $4, $5)
       on conflict (id) do nothing`,
      [eventId, rated.twin_id, asking.userId, rated.rating, checked ? null : given.comment],
    );
    const due = checked ? { minEvents: 1, cooldownMinutes: 0 } : settings;
    const jobs = await enqueueDue(parts, { ...due, limit: 1, twinId: rated.twin_id, requestedBy: "api" });
    const job = jobs.find(({ queued }) => queued);
    return c.json({ event_id: eventId, ...(job ? { job_id: job.id } : {}) }, 202);
  });

  app.get("/jobs/:id", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id")).data;
    const [job] = id
      ? await database().query<{ status: string }>("select status from learning_jobs where id = $1", [id])
      : [];
    if (!job) return c.json({ detail: "No such job" }, 404);
    return c.json({ job_id: id, status: job.status });
  });

  return app;
}
