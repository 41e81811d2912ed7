import { expectSame } from "../story/scene.ts";
import { deployApi } from "./deeds/commits.ts";
import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt, said } from "./deeds/evidence.ts";
import { passUntil } from "./deeds/time.ts";
import { minutesOf, ordinary, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

const failed = "a checkpoint at 50 % failed, which began its dwell again";

export const durationWorse: Scenario = {
  name: "duration-worse",
  summary: "imports take twice as long as in the step before: no promotion, though all of them succeed",
  from: "half a day at 50 %",
  steps: [
    {
      title: "Imports of the new version become slow",
      async run(scene) {
        const usual = await minutesOf(scene, 48);
        await deployApi(scene, "Read every chunk twice", { v2Imports: { typicalMinutes: 6 } });
        const began = await arrivedAt(scene);
        passUntil(scene, began, "PT23H40M");
        await usersCome(scene, ordinary);
        const now = await minutesOf(scene, 1);
        return `the median import takes ${now} minutes, before it took ${usual}`;
      },
    },
    {
      title: "The checkpoint after a day fails on the durations",
      async run(scene) {
        passUntil(scene, await arrivedAt(scene), "PT24H");
        const last = await checkpoint(scene);
        expectSame("its outcome", last.outcome, "fail");
        return said(last, "durations hold");
      },
    },
    {
      title: "100 % is refused",
      async run(scene) {
        await declare(scene, 100);
        await expectRefused(scene, [failed, "durations hold: p50"]);
        return `refused: ${failed}`;
      },
    },
  ],
};
