import { z } from "zod";
import type { AppTraits } from "../core/git.ts";
import { isName } from "../kept.ts";

const snapshotName = z.string().refine(isName, "expected a file's name: letters, digits, . _ -, at most 64");

const share = z.number().min(0).max(1);
const aHundredYearsMs = 36_525 * 86_400_000;

/** What the sample app of a commit can be like; each is left out of a healthy one. */
export const AppTraitsInput: z.ZodType<AppTraits> = z.strictObject({
  processors: z.boolean().exactOptional(),
  healthStatus: z.int().min(200).max(599).exactOptional(),
  buildFailure: z.array(z.string()).exactOptional(),
  worker: z.enum(["crash", "stuck", "fail"]).exactOptional(),
  v2Imports: z
    .strictObject({
      successRate: share.exactOptional(),
      stuckRate: share.exactOptional(),
      typicalMinutes: z.number().positive().exactOptional(),
      error: z.string().exactOptional(),
    })
    .exactOptional(),
} satisfies Record<keyof AppTraits, z.ZodType>);

/** Bodies of the control calls. */
export const SnapshotRequest = z.strictObject({ name: snapshotName, replace: z.boolean().default(false) });
export const RestoreRequest = z.strictObject({ name: snapshotName });
export const PushRequest = z.strictObject({
  message: z.string().min(1).max(500),
  branch: z.string().min(1).optional(),
  app: AppTraitsInput.default({}),
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
export const PushAnswer = z.object({ sha: z.string(), message: z.string(), branch: z.string() });
export const AdvanceAnswer = z.object({ now: z.string(), advancedMs: z.number() });
export const FaultsAnswer = z.object({ faults: z.array(z.looseObject({})) });
export const StopAnswer = z.object({ stopping: z.literal(true) });
export const ErrorAnswer = z.object({ code: z.string(), message: z.string() });
