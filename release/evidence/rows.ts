import { z } from "zod";
import type { GateVerdict, Json } from "../../checks/gates/gate-verdict.ts";
import { legacyStates } from "../../config/rollout/legacy.ts";
import type { Checkpoint, History, RolloutEvent } from "./evidence.ts";

// What stands in the database, as it comes back. All of it has been through `JSON.parse`, so any value is JSON.
const figures = z.record(z.string(), z.custom<Json>());
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const text = z.string();

const position = z.object({ percent: z.int().min(0).max(100), legacy: z.enum(legacyStates) });
const measured = z.object({ result: figures, rows: z.array(figures) });
const outcome = z.enum(["pass", "fail", "inconclusive"]);

const verdict = z.object({
  name: text,
  outcome,
  observed: text,
  expected: text,
  differences: z.array(z.object({ at: text, observed: text, expected: text, detail: text.exactOptional() })),
  reason: text.exactOptional(),
  warnings: z.array(text),
  sampleSize: z.number(),
  window: z.object({ from: moment, to: moment }),
  request: text,
  at: moment,
  figures: measured.exactOptional(),
  softened: z.literal(true).exactOptional(),
}) satisfies z.ZodType<GateVerdict>;

const row = { id: z.int(), at: moment, actor: text, commit: text.exactOptional() };
const optional = text.exactOptional();

const rolloutEvent = z.discriminatedUnion("kind", [
  z.object({ ...row, kind: z.enum(["created", "imported", "reconciled", "deleted"]), position }),
  z.object({ ...row, kind: z.literal("declared"), digest: text }),
  z.object({
    ...row,
    kind: z.literal("granted"),
    from: position,
    to: position,
    declaration: text,
    baseline: z.record(z.string(), measured),
    gates: z.array(verdict),
    seen: z.int().exactOptional(),
  }),
  z.object({ ...row, kind: z.literal("arrived"), position, deployment: optional }),
  z.object({
    ...row,
    kind: z.literal("rolled-back"),
    from: position,
    to: position,
    automatic: z.boolean(),
    reason: optional,
    incident: z.boolean().exactOptional(),
    deployment: optional,
  }),
  z.object({ ...row, kind: z.literal("explained"), cause: text, fix: text }),
  z.object({ ...row, kind: z.literal("pull-request"), url: text }),
  z.object({ ...row, kind: z.literal("held"), reason: text }),
  z.object({ ...row, kind: z.literal("lifted"), reason: optional }),
  z.object({ ...row, kind: z.literal("drifted"), percent: z.number(), flag: optional }),
  z.object({ ...row, kind: z.literal("complaint"), text }),
]);

const checkpoint = z.object({
  ...row,
  position,
  since: moment,
  slot: moment,
  scheduled: z.boolean(),
  declaration: text,
  outcome,
  gates: z.array(verdict),
  criteria: z.array(z.object({ name: text, metSince: text, verdict })),
  digest: text,
});

const stored = z.object({
  id: z.int(),
  at: text,
  actor: text,
  commit: text.nullable(),
  fact: z.record(text, z.unknown()),
});

/** Of these, `commit` is the one that users get; that of their author stays in its column. */
const deployed = ["arrived", "rolled-back"];

const eventRow = stored
  .extend({ kind: text })
  .transform(({ fact, commit, ...rest }) => ({
    ...(commit === null || deployed.includes(rest.kind) ? {} : { commit }),
    ...fact,
    ...rest,
  }))
  .pipe(rolloutEvent);

const checkpointRow = stored
  .transform(({ fact, commit, ...rest }) => ({ ...fact, ...rest, ...(commit === null ? {} : { commit }) }))
  .pipe(checkpoint);

/** @throws ZodError for a row that this version of Cutover does not know */
export const readEvent = (value: unknown): RolloutEvent => eventRow.parse(value);
/** @throws ZodError */
export const readCheckpoint = (value: unknown): Checkpoint => checkpointRow.parse(value);

const history = z.object({ now: moment, events: z.array(eventRow), checkpoints: z.array(checkpointRow) });
/** @throws ZodError */
export const readHistory = (value: unknown): History => history.parse(value);

/** JSON that PostgreSQL takes: it knows no NUL in text, and no half of a surrogate pair. */
export const storable = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.replaceAll("\0", "").toWellFormed() : part,
  );
