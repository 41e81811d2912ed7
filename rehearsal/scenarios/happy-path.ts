import { climb } from "./climb.ts";
import type { Scenario } from "./scenario.ts";

/** From nothing to a retired flag. Every other scenario begins somewhere on this way. */
export const happyPath: Scenario = {
  name: "happy-path",
  summary:
    "the whole production ladder: 0, 10, 50, 100 %, deprecated, removed, retired, with evidence at every moment it asks for",
  from: "at 0 %",
  steps: climb.flatMap(({ steps }) => steps),
};
