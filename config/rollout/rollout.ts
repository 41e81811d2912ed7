import { z } from "zod";
import { duration, durationMs } from "./duration.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { text } from "./text.ts";

const percent = (description: string) =>
  z
    .int()
    .min(0)
    .max(100)
    .meta({ description, examples: [0] });

const step = z
  .strictObject({
    percent: percent("The share of users on the new version, in percent"),
    dwell: duration(
      "The least time at this step before the next one; needed by every step but the first",
      "PT24H",
    ).default("PT0S"),
  })
  .meta({ title: "Step", description: "One step" });

const ladder = z
  .array(step)
  .min(2)
  .default([
    { percent: 0, dwell: "PT0S" },
    { percent: 10, dwell: "PT24H" },
    { percent: 50, dwell: "PT48H" },
    { percent: 100, dwell: "P7D" },
  ])
  .superRefine(ascendFrom0To100, alongOtherFaults)
  .meta({ description: "The allowed percentages in order, from 0 to 100, each with its dwell (S2.2)" });

/** The gradual rollout: the flag that carries the percent, where it stands, and the steps it may take (S2.2). */
export const rollout = z
  .strictObject({
    flag: text(/^[A-Z_][A-Z0-9_]*$/, {
      expected: "upper-case letters, digits and _, not starting with a digit",
      description: "The environment variable of the frontend that carries the percent",
      examples: ["V2_ROLLOUT_PERCENT"],
    }),
    percent: percent("The declared share of users on the new version; a step of the ladder"),
    ladder,
  })
  .superRefine(standOnTheLadder, alongOtherFaults)
  .meta({ title: "Rollout", description: "The gradual rollout by percentage" });

/** Flag, percent and ladder. */
export type RolloutConfig = z.output<typeof rollout>;

function ascendFrom0To100(value: unknown, ctx: z.core.$RefinementCtx): void {
  const steps = z.array(step).safeParse(value).data ?? [];
  if (steps.length < 2) return;
  steps.forEach(({ percent, dwell }, index) => {
    const before = steps[index - 1];
    const last = index === steps.length - 1;
    if (!before && percent !== 0) refuse(ctx, [index, "percent"], "the ladder to start at 0", { suggest: 0 });
    if (before && percent <= before.percent) {
      refuse(ctx, [index, "percent"], `more than ${before.percent}, the step before it`, { removeItem: true });
    } else if (last && percent !== 100) {
      refuse(ctx, [index, "percent"], "the ladder to end at 100", { suggest: 100 });
    }
    if (before && durationMs(dwell) === 0) {
      refuse(ctx, [index, "dwell"], "a time longer than zero; without it the step could be skipped", {
        suggest: "PT24H",
      });
    }
  });
}

/** Percentages only: a faulty dwell must not hide that the percent is off the ladder. */
const Standing = z.object({
  percent: z.int().min(0).max(100),
  ladder: z.array(z.object({ percent: z.int() })).min(2),
});

function standOnTheLadder(value: unknown, ctx: z.core.$RefinementCtx): void {
  const parts = Standing.safeParse(value).data;
  if (!parts) return;
  const steps = parts.ladder.map((step) => step.percent);
  if (steps.includes(parts.percent)) return;
  const below = steps.filter((step) => step < parts.percent).reduce((high, step) => Math.max(high, step), 0);
  refuse(ctx, ["percent"], `a step of the ladder: ${steps.join(", ")}`, { suggest: below });
}
