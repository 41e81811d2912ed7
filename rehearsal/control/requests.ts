import { z } from "zod";
import { AppTraits } from "../core/git.ts";
import { isName } from "../kept.ts";

const snapshotName = z.string().refine(isName, "expected a file's name: letters, digits, . _ -, at most 64");

const aHundredYearsMs = 36_525 * 86_400_000;

/** Bodies of the control calls. */
export const SnapshotRequest = z.strictObject({ name: snapshotName, replace: z.boolean().default(false) });
export const RestoreRequest = z.strictObject({ name: snapshotName });
export const PushRequest = z.strictObject({
  message: z.string().min(1).max(500),
  branch: z.string().min(1).optional(),
  app: AppTraits.default({}),
});
export const AdvanceRequest = z.strictObject({
  ms: z.number().nonnegative().max(aHundredYearsMs, "expected at most 100 years"),
});

/** Answers of the control calls, as the client reads them. */
export const StatusAnswer = z.object({
  verdict: z.object({ tone: z.string(), word: z.string() }),
  reasons: z.array(z.string()),
  now: z.string(),
  advancedMs: z.number(),
  inventory: z.record(z.string(), z.array(z.string())),
  unanswered: z.array(z.string()),
  faults: z.array(z.looseObject({})),
});
export const SnapshotAnswer = z.object({ name: z.string(), takenAt: z.string(), worldTime: z.string() });
export const PushAnswer = z.object({
  sha: z.string(),
  message: z.string(),
  branch: z.string(),
  /** What it has set going, in words. */
  underWay: z.array(z.string()),
});
export const AdvanceAnswer = z.object({ now: z.string(), advancedMs: z.number() });
export const FaultsAnswer = z.object({ faults: z.array(z.looseObject({})) });
export const StopAnswer = z.object({ stopping: z.literal(true) });
export const ErrorAnswer = z.object({ code: z.string(), message: z.string() });
