import { z } from "zod";
import { badRequest } from "./api-error.ts";
import type { RollingConfig } from "./project-entities.ts";

const Stage = z.strictObject({
  targetPercentage: z.number().int().min(0).max(100),
  duration: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .nullish()
    .transform((minutes) => minutes ?? undefined),
  requireApproval: z.boolean().optional(),
  linearShift: z.boolean().optional(),
});

/** What a client sends; the provider sends an empty type and no stages to switch it off. */
export const RollingRequest = z.looseObject({
  enabled: z.boolean(),
  advancementType: z.enum(["automatic", "manual-approval", ""]).optional(),
  stages: z.array(Stage).nullish(),
});

/** The configuration that a request makes; undefined where it only switches off. Throws what the vendor would not take. */
export function rollingConfigOf({
  enabled,
  advancementType,
  stages,
}: z.output<typeof RollingRequest>): RollingConfig | undefined {
  if (!enabled && !stages?.length) return undefined;
  if (!advancementType) throw badRequest("`advancementType` is required");
  if (!stages || stages.length < 2 || stages.length > 10) throw badRequest("`stages` must have 2 to 10 entries");
  for (const [at, { targetPercentage, duration }] of stages.entries()) {
    const last = at === stages.length - 1;
    const before = stages[at - 1]?.targetPercentage ?? -1;
    if (targetPercentage <= before) throw badRequest("The percentages of `stages` must rise");
    if (last && targetPercentage !== 100) throw badRequest("The last stage must have a `targetPercentage` of 100");
    if (advancementType === "manual-approval" && duration !== undefined)
      throw badRequest("`duration` is not allowed with manual approval");
    if (advancementType === "automatic" && !last && duration === undefined)
      throw badRequest("`duration` is required with automatic advancement");
  }
  const told = stages.map((stage, at) => ({
    targetPercentage: stage.targetPercentage,
    ...(stage.duration === undefined ? {} : { duration: stage.duration }),
    ...(stage.linearShift === undefined ? {} : { linearShift: stage.linearShift }),
    ...(advancementType === "manual-approval" ? { requireApproval: at < stages.length - 1 } : {}),
  }));
  return { enabled, advancementType, stages: told };
}
