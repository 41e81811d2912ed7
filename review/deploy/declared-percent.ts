import { z } from "zod";
import { readableSections } from "../../config/readable-sections.ts";

const Rollout = z.object({ percent: z.int().min(0).max(100) });

/** The percent that a stack's file declares; null where it has no rollout, undefined where it says none that can be used. */
export function declaredPercent(text: string): number | null | undefined {
  const sections = readableSections(text);
  if (sections && sections.rollout === undefined) return null;
  return Rollout.safeParse(sections?.rollout).data?.percent;
}
