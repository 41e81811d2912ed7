import { z } from "zod";

/** An environment of a project that every project has. */
export const Target = z.enum(["production", "preview", "development"]);

/** A variable as the API answers it. */
export const Answer = z.object({
  id: z.string(),
  key: z.string(),
  type: z.string(),
  target: z.union([z.array(Target), Target.transform((one) => [one])]),
  customEnvironmentIds: z.array(z.string()).default([]),
  value: z.string().optional(),
  gitBranch: z.string().nullish(),
  comment: z.string().optional(),
});
