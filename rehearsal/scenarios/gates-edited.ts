import { configure } from "../story/scene.ts";
import { declare, expectRefused } from "./deeds/cutover.ts";
import type { Scenario } from "./scenario.ts";

export const gatesEdited: Scenario = {
  name: "gates-edited",
  summary: "a promotion that also makes its gates weaker is refused, although every gate passes",
  from: "a day at 10 %",
  steps: [
    {
      title: "50 % together with fewer samples is refused",
      async run(scene) {
        await configure(scene, "cutover:rollout.minSamples", "1");
        await declare(scene, 50);
        const words = "the rollout is raised in the same change that edits its ladder, its gates or what they look at";
        await expectRefused(scene, [words]);
        return words;
      },
    },
  ],
};
