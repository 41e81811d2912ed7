import { z } from "zod";
import { refuse } from "../rule.ts";

/** Percentages only: a faulty dwell must not hide that the percent is off the ladder. */
const Standing = z.object({
  percent: z.int().min(0).max(100),
  ladder: z.array(z.object({ percent: z.int() })).min(2),
});

/** The declared percent is a step. */
export function standOnTheLadder(value: unknown, ctx: z.core.$RefinementCtx): void {
  const parts = Standing.safeParse(value).data;
  if (!parts) return;
  const steps = parts.ladder.map((step) => step.percent);
  if (steps.includes(parts.percent)) return;
  const below = steps.filter((step) => step < parts.percent).reduce((high, step) => Math.max(high, step), 0);
  refuse(ctx, ["percent"], `a step of the ladder: ${steps.join(", ")}`, { suggest: below });
}
