import { z } from "zod";
import { positiveDuration } from "../duration.ts";
import { alongOtherFaults } from "../rule.ts";
import { text } from "../text.ts";
import { fitMomentsInTheirStep } from "./fit-moments.ts";
import { fitNames } from "./fit-names.ts";
import { standOnTheLadder } from "./fit-percent.ts";
import { criterion, gate } from "./gate.ts";
import { gateSet } from "./gate-set.ts";
import { ladder, percent } from "./ladder.ts";
import { legacy } from "./legacy.ts";
import { routing } from "./routing.ts";

const orSet = <Own extends z.ZodType>(own: Own, what: string) =>
  z.union([own, gateSet]).meta({
    description: `Declared here, or taken from a ready set`,
    patternErrorMessage: `expected ${what}, or { set: full-pass }`,
  });

/** What is declared of a rollout, each field by itself: the release provider takes them over. */
export const rolloutFields = z.strictObject({
  flag: text(/^[A-Z_][A-Z0-9_]*$/, {
    expected: "upper-case letters, digits and _, not starting with a digit",
    description: "The environment variable of the frontend that carries the percent",
    examples: ["V2_ROLLOUT_PERCENT"],
  }),
  percent: percent("The declared share of users on the new version; a step of the ladder"),
  ladder,
  legacy,
  routing: routing.exactOptional(),
  gates: z
    .array(orSet(gate, "a gate"))
    .max(50)
    .default([])
    .meta({ description: "What has to be true before the next step; gates, or ready sets of them" }),
  rollbackWhen: z
    .array(orSet(criterion, "a criterion"))
    .max(50)
    .default([])
    .meta({ description: "What rolls back by itself (S2.11): npx cutover checkpoint --act" }),
  minSamples: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(20)
    .meta({ description: "Of every gate that does not say its own" }),
  watchEvery: positiveDuration(
    "How often npx cutover checkpoint runs; after two runs that did not come, gates are inconclusive",
    "PT5M",
  ).default("PT5M"),
});

/** The gradual rollout: the flag that carries the percent, where it stands, and the steps it may take (S2.2). */
export const rollout = rolloutFields
  .superRefine(standOnTheLadder, alongOtherFaults)
  .superRefine(fitNames, alongOtherFaults)
  .superRefine(fitMomentsInTheirStep, alongOtherFaults)
  .transform(servingBelow100)
  .meta({ title: "Rollout", description: "The gradual rollout by percentage" });

/** Flag, percent, ladder, gates and what follows 100 %. */
export type RolloutConfig = z.output<typeof rollout>;

/** Going down takes one value: nobody has to bring the old version's state back first (S2.10). */
function servingBelow100<Declared extends { percent: number; legacy: z.output<typeof legacy> }>(
  declared: Declared,
): Declared {
  if (declared.percent === 100) return declared;
  return { ...declared, legacy: { ...declared.legacy, state: "serving" } };
}
