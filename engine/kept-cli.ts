import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What is known of a CLI that this project built or downloaded, in a file beside it, written when it was seen to work. */
const KeptRecord = z.strictObject({
  version: z.string(),
  size: z.number().int().positive(),
  sha256: z.string().length(64),
  /** When the file was changed last, in ms; as long as it is the same the digest is not computed again. */
  mtimeMs: z.number(),
  platform: z.string(),
  arch: z.string(),
});
export type KeptRecord = z.infer<typeof KeptRecord>;

/** Where the record of a kept CLI is. */
export function recordFile(pulumi: string): string {
  return path.join(path.dirname(pulumi), "cutover-engine.json");
}

/** Records a CLI that was just made and answered with `version`. */
export function recordKept(pulumi: string, version: string): KeptRecord {
  const { size, mtimeMs } = fs.statSync(pulumi);
  const { platform, arch } = process;
  const record: KeptRecord = { version, size, sha256: digestOf(pulumi), mtimeMs, platform, arch };
  fs.writeFileSync(recordFile(pulumi), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/**
 * Whether a kept CLI is whole: the size, and the digest when the file was touched since (or when `thorough`, which
 * reads some 100 MB). An interrupted build has no record, so it is never taken for one.
 */
export function inspectKept(pulumi: string, { thorough = false } = {}): { record: KeptRecord } | { problem: string } {
  const stat = fs.statSync(pulumi, { throwIfNoEntry: false });
  if (!stat) return { problem: "not there yet" };
  const record = readRecord(pulumi);
  if (!record) return { problem: "it has no readable record, so it may be half made" };
  if (record.platform !== process.platform || record.arch !== process.arch) {
    return { problem: `it was made for ${record.platform}-${record.arch}` };
  }
  if (stat.size !== record.size) return { problem: `it is damaged: ${stat.size} of ${record.size} bytes` };
  if ((thorough || stat.mtimeMs !== record.mtimeMs) && digestOf(pulumi) !== record.sha256) {
    return { problem: "it is damaged: its content is not what was recorded" };
  }
  return { record };
}

function readRecord(pulumi: string): KeptRecord | undefined {
  try {
    return KeptRecord.safeParse(JSON.parse(fs.readFileSync(recordFile(pulumi), "utf8"))).data;
  } catch {
    return undefined;
  }
}

function digestOf(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}
