import { parseDocument } from "yaml";
import { z } from "zod";
import { sectionsOf } from "./section-data.ts";

const File = z.object({ config: z.record(z.string(), z.unknown()) });

/**
 * The sections of a stack file's text as far as it can be read, for a way back (S2.10): what is wrong elsewhere in it is
 * passed over. Undefined where it is no stack's file at all.
 */
export function readableSections(text: string): Record<string, unknown> | undefined {
  try {
    return sectionsOf(File.parse(parseDocument(text, { merge: true }).toJS()).config);
  } catch {
    // Neither YAML nor a stack's file, or an alias without its anchor.
    return undefined;
  }
}
