import type { Step } from "../story/scene.ts";
import { evidenceAt } from "./deeds/rounds.ts";
import { climbTo } from "./first-steps.ts";

export const atFifty: readonly Step[] = [climbTo(50), evidenceAt("After half a day: the first checkpoint", ["PT12H"])];

export const readyForHundred: readonly Step[] = [
  evidenceAt("Every half day until two days are over", ["PT24H", "PT36H", "PT48H"]),
];

export const readyForDeprecation: readonly Step[] = [
  climbTo(100),
  evidenceAt("Every day until a week is over", ["P1D", "P2D", "P3D", "P4D", "P5D", "P6D", "P7D"]),
];
