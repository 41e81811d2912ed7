import type { Step } from "../story/scene.ts";
import { atTen, atZero, readyForFifty, tenBegins } from "./first-steps.ts";
import { deprecated, removed, retired } from "./last-steps.ts";
import { atFifty, readyForDeprecation, readyForHundred } from "./middle-steps.ts";

/** One part of the way up, and how far the rollout has come after it. */
export interface Leg {
  readonly reaches: StageName;
  readonly steps: readonly Step[];
}

export type StageName = (typeof stages)[number];

/** How far a rollout comes, in order: each is a world that scenarios begin with. */
const stages = [
  "at 0 %",
  "10 % just reached",
  "six hours at 10 %",
  "a day at 10 %",
  "half a day at 50 %",
  "two days at 50 %",
  "a week at 100 %",
  "deprecated",
  "removed",
  "retired",
] as const;

/** The whole unchanged ladder of the stack, step by step, with real users and as much time as it asks for. */
export const climb: readonly Leg[] = [
  { reaches: "at 0 %", steps: atZero },
  { reaches: "10 % just reached", steps: tenBegins },
  { reaches: "six hours at 10 %", steps: atTen },
  { reaches: "a day at 10 %", steps: readyForFifty },
  { reaches: "half a day at 50 %", steps: atFifty },
  { reaches: "two days at 50 %", steps: readyForHundred },
  { reaches: "a week at 100 %", steps: readyForDeprecation },
  { reaches: "deprecated", steps: deprecated },
  { reaches: "removed", steps: removed },
  { reaches: "retired", steps: retired },
];
