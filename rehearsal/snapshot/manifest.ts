import { z } from "zod";
import { KeptWorldError } from "../kept-error.ts";

/** Raised whenever a part saves something that an earlier version cannot read, or needs what it did not save. */
export const format = 3;

/** `snapshot.json`: what a snapshot is of, without anything secret. */
export const Manifest = z.object({
  format: z.literal(format),
  name: z.string(),
  stack: z.string(),
  /** ISO 8601. */
  takenAt: z.string(),
  /** The world's time then. */
  worldTime: z.string(),
  /** What the world was made for: it cannot be put into one that is for something else. */
  madeFor: z.object({ repository: z.string(), owner: z.string(), team: z.string() }),
  parts: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

const AnyFormat = z.looseObject({ format: z.number() });

/** @throws {KeptWorldError} SNAPSHOT_FORMAT for one of another version, SNAPSHOT_UNREADABLE for anything else. */
export function manifestOf(text: string, name: string): Manifest {
  const data = jsonOf(text);
  const manifest = Manifest.safeParse(data);
  if (manifest.success) return manifest.data;
  const other = AnyFormat.safeParse(data).data?.format;
  const fixes = [`npx cutover rehearse snapshot ${name} --replace   (in a world that is as it should be)`];
  if (other !== undefined && other !== format)
    throw new KeptWorldError("SNAPSHOT_FORMAT", {
      what: `the snapshot ${name} is of format ${other}; this version of Cutover reads format ${format}`,
      fixes,
    });
  throw new KeptWorldError("SNAPSHOT_UNREADABLE", {
    what: `the snapshot ${name} is damaged`,
    fixes,
    cause: manifest.error,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
