import type { Standing } from "./status.ts";

export type Tone = "good" | "bad" | "busy" | "still";

const shown: Readonly<Record<Standing, readonly [Tone, string]>> = {
  ready: ["good", "Ready for the next step"],
  waiting: ["busy", "Waiting"],
  blocked: ["bad", "Blocked"],
  "rolled-back": ["bad", "Rolled back"],
  drifted: ["bad", "Drifted"],
  complete: ["good", "Complete"],
  unknown: ["still", "Not known"],
};

export const toneOf = (standing: Standing): Tone => shown[standing][0];
export const wordOf = (standing: Standing): string => shown[standing][1];
