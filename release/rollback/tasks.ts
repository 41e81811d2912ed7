import { z } from "zod";
import { legacyStates } from "../../config/rollout/legacy.ts";

const text = z.string();
const position = z.object({ percent: z.int().min(0).max(100), legacy: z.enum(legacyStates) });

const lowering = z.object({
  stack: text,
  file: text,
  rollout: text,
  from: z.int().optional(),
  to: position,
  at: text,
  actor: text,
  automatic: z.boolean(),
  reason: text.optional(),
});

const fact = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("rolled-back"),
    from: position,
    to: position,
    automatic: z.boolean(),
    reason: text.exactOptional(),
    incident: z.boolean().exactOptional(),
    deployment: text.exactOptional(),
    commit: text.exactOptional(),
  }),
  z.object({ kind: z.literal("pull-request"), url: text }),
]);

/** What is left to do once users are back; plain data, so that a later command can do it. */
export const Task = z.discriminatedUnion("task", [
  z.object({
    task: z.literal("record"),
    /** Whether users had another percent when it was to be recorded; else it only makes up for an earlier run. */
    moved: z.boolean(),
    fact,
    author: z.object({ actor: text, commit: text.exactOptional() }),
  }),
  z.object({ task: z.literal("pull-request"), lowering }),
]);
export type Task = z.output<typeof Task>;
