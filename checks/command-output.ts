import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileBodySchema } from "../config/body-schema.ts";
import type { ReleaseGate } from "../config/release-gates.ts";
import { schemaDifferences } from "./json-schema.ts";
import type { Difference } from "./verdict.ts";

interface Judgement {
  readonly differences: readonly Difference[];
  /** Why there was nothing to judge. */
  readonly reason?: string;
}

/** A file system may round the time of a change down to a whole second. */
const COARSE_MS = 1_000;

/** Judges the JSON document that a command wrote. A file from an earlier run proves nothing. */
export async function judgeOutput(
  output: ReleaseGate["output"],
  { root, stdout, writtenSince }: { root: string; stdout: string; writtenSince: Date },
): Promise<Judgement> {
  if (!output) return { differences: [] };
  const { file, schema } = output;
  if (file !== undefined) {
    const written = await stat(join(root, file)).catch(() => undefined);
    if (!written) return unread(`it wrote no ${file}`);
    if (written.mtimeMs + COARSE_MS < writtenSince.getTime()) return unread(`${file} is of an earlier run`);
  }
  const text = file === undefined ? stdout : await readFile(join(root, file), "utf8");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unread(`${file ?? "its standard output"} is not JSON`);
  }
  return { differences: schemaDifferences(compileBodySchema(schema), document) };
}

const unread = (reason: string): Judgement => ({ differences: [], reason });
