import { z } from "zod";
import { type Scene, Unexpected } from "../../story/scene.ts";

const gates = z.array(
  z.object({
    name: z.string(),
    outcome: z.enum(["pass", "fail", "inconclusive"]),
    observed: z.string(),
    reason: z.string().optional(),
    sampleSize: z.number(),
  }),
);
export type JudgedGate = z.output<typeof gates>[number];

/** One recording of evidence, read from its table as the database's owner. */
export interface Recorded {
  readonly at: Date;
  readonly scheduled: boolean;
  readonly percent: number;
  readonly outcome: "pass" | "fail" | "inconclusive";
  readonly gates: readonly JudgedGate[];
}

/** @throws Unexpected when there is none */
export async function lastCheckpoint({ world }: Scene): Promise<Recorded> {
  const [row] = await world.database.query<Omit<Recorded, "gates"> & { gates: unknown }>(
    "select at, scheduled, percent, outcome, fact -> 'gates' as gates from cutover.checkpoints order by id desc limit 1",
  );
  if (!row) throw new Unexpected("no checkpoint is on record; expected one");
  return { ...row, gates: gates.parse(row.gates) };
}

/** Kinds of events on record, oldest first. */
export async function eventKinds({ world }: Scene): Promise<string[]> {
  const rows = await world.database.query<{ kind: string }>("select kind from cutover.events order by id");
  return rows.map(({ kind }) => kind);
}

/** The last event of a kind. @throws Unexpected when there is none */
export async function lastEvent({ world }: Scene, ...kinds: readonly string[]): Promise<{ at: Date; fact: unknown }> {
  const [row] = await world.database.query<{ at: Date; fact: unknown }>(
    "select at, fact from cutover.events where kind = any($1) order by id desc limit 1",
    [kinds],
  );
  if (!row) throw new Unexpected(`no event ${kinds.join(" or ")} is on record; expected one`);
  return row;
}

/** When users got the percent that they have. */
export const arrivedAt = async (scene: Scene): Promise<Date> => (await lastEvent(scene, "arrived", "created")).at;

/** What a gate said, in a few words. */
export function said({ gates }: Recorded, name: string): string {
  const gate = gates.find((one) => one.name === name);
  if (!gate)
    throw new Unexpected(`no gate ${name} was judged; those that were: ${gates.map((one) => one.name).join(", ")}`);
  return `${name}: ${gate.outcome}, ${gate.reason ?? gate.observed}`;
}
