import { z } from "zod";
import { duration, lengthOf, positiveDuration } from "../duration.ts";
import { alongOtherFaults, refuse } from "../rule.ts";

export const percent = (description: string) =>
  z
    .int()
    .min(0)
    .max(100)
    .meta({ description, examples: [0] });

const gateName = z
  .string()
  .min(1)
  .meta({ description: "The name of a gate", examples: ["success rate"] });
const gateNames = z.array(gateName).exactOptional();

/** When evidence is recorded: at moments after the step began, or again and again until the dwell ends. */
export const schedule = z
  .strictObject({
    at: z
      .array(positiveDuration("A moment, counted from the beginning of the step", "PT1H"))
      .min(1)
      .max(100)
      .exactOptional()
      .meta({ description: "At these moments" }),
    every: positiveDuration("Again and again, counted from the beginning of the step", "PT12H").exactOptional(),
    gates: gateNames.meta({ description: "Which gates; all of the step's when left out" }),
  })
  .superRefine(haveAtOrEvery, alongOtherFaults)
  .meta({ title: "Checkpoints" });
export type Schedule = z.output<typeof schedule>;

/** What every step has: how long, when evidence is recorded, and which gates open the next one. */
export const dwelling = {
  dwell: duration("The least time at this step before the next one; every step but the first has one", "PT24H").default(
    "PT0S",
  ),
  checkpoints: z.array(schedule).max(20).default([]).meta({ description: "When evidence is recorded (S2.5)" }),
  gates: gateNames.meta({ description: "The gates that open the next step; all that count at it when left out" }),
};

const step = z
  .strictObject({ percent: percent("The share of users on the new version, in percent"), ...dwelling })
  .meta({ title: "Step", description: "One step" });
export type Step = z.output<typeof step>;

/** The steps by percentage (S2.2). */
export const ladder = z
  .array(step)
  .min(2)
  .default([
    { percent: 0, dwell: "PT0S", checkpoints: [] },
    { percent: 10, dwell: "PT24H", checkpoints: [{ at: ["PT1H", "PT6H", "PT24H"] }] },
    { percent: 50, dwell: "PT48H", checkpoints: [{ every: "PT12H" }] },
    { percent: 100, dwell: "P7D", checkpoints: [{ every: "P1D" }] },
  ])
  .superRefine(ascendFrom0To100, alongOtherFaults)
  .meta({ description: "The allowed percentages in order, from 0 to 100, each with its dwell (S2.2)" });

function haveAtOrEvery(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { at, every } = z.looseObject({ at: z.unknown(), every: z.unknown() }).partial().safeParse(value).data ?? {};
  if ((at === undefined) === (every === undefined)) refuse(ctx, [], "either at or every", { edit: true });
}

/** A fault inside one step must not hide that the steps do not ascend. */
const Loose = z.array(z.looseObject({ percent: z.int(), dwell: z.string().catch("") })).min(2);

function ascendFrom0To100(value: unknown, ctx: z.core.$RefinementCtx): void {
  const steps = Loose.safeParse(value).data ?? [];
  steps.forEach(({ percent, dwell }, index) => {
    const before = steps[index - 1];
    const last = index === steps.length - 1;
    if (!before && percent !== 0) refuse(ctx, [index, "percent"], "the ladder to start at 0", { suggest: 0 });
    if (before && percent <= before.percent) {
      refuse(ctx, [index, "percent"], `more than ${before.percent}, the step before it`, { removeItem: true });
    } else if (last && percent !== 100) {
      refuse(ctx, [index, "percent"], "the ladder to end at 100", { suggest: 100 });
    }
    if (before && lengthOf(dwell) === 0) {
      refuse(ctx, [index, "dwell"], "a time longer than zero; without it the step could be skipped", {
        suggest: "PT24H",
      });
    }
  });
}
