import { z } from "zod";
import { positiveDuration } from "../duration.ts";
import { dwelling } from "./ladder.ts";

/** Where the old version stands, in the order in which it goes. */
export const legacyStates = ["serving", "deprecated", "removed", "retired"] as const;
export type LegacyState = (typeof legacyStates)[number];

const after100 = (description: string) =>
  z
    .strictObject({
      dwell: positiveDuration("The least time at this step before the next one", "P7D").default("P7D"),
      checkpoints: dwelling.checkpoints
        .unwrap()
        .default([{ every: "P1D" }])
        .meta({ description: "When evidence is recorded" }),
      gates: dwelling.gates,
    })
    .prefault({})
    .meta({ description });

/** What becomes of the old version once nobody is sent to it any more: steps of the ladder after 100 % (S2.8, S2.9). */
export const legacy = z
  .strictObject({
    state: z.enum(legacyStates).default("serving").meta({
      description:
        "serving; deprecated: announced, still there; removed: its endpoint is gone; retired: the flag is gone too. Counts at 100 %: below it the old version is serving, whatever stands here",
    }),
    deprecated: after100("The step after 100 %"),
    removed: after100("The step after that; the flag may go after it"),
  })
  .prefault({})
  .meta({ title: "Legacy", description: "The life of the old version after 100 % (S2.8, S2.9)" });
export type Legacy = z.output<typeof legacy>;
