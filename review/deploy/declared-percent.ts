import { parseDocument } from "yaml";
import { z } from "zod";
import { sectionsOf } from "../../config/section-data.ts";

const File = z.object({ config: z.record(z.string(), z.unknown()) });
const Rollout = z.object({ percent: z.int().min(0).max(100) });

/** The percent that a stack's file declares; null where it has no rollout, undefined where it says none that can be used. */
export function declaredPercent(text: string): number | null | undefined {
  const rollout = sectionIn(text);
  return rollout === undefined ? null : Rollout.safeParse(rollout).data?.percent;
}

function sectionIn(text: string): unknown {
  try {
    return sectionsOf(File.parse(parseDocument(text, { merge: true }).toJS()).config).rollout;
  } catch {
    // Neither YAML nor a stack's file: what it declares cannot be used.
    return null;
  }
}
