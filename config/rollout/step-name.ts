import { z } from "zod";

/** The steps after 100 %, in order. */
export const legacySteps = ["deprecated", "removed"] as const;

/** A step by its percentage, or by its name where it comes after 100 %. */
export const stepName = z.union([z.int().min(0).max(100), z.enum(legacySteps)]).meta({
  description: "A percentage of the ladder, deprecated or removed",
  patternErrorMessage: "expected a percentage of the ladder, deprecated or removed",
  examples: [100],
});
export type StepName = z.output<typeof stepName>;
