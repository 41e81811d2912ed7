import { expectSame, Unexpected } from "../story/scene.ts";
import { deployApi } from "./deeds/commits.ts";
import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt, said } from "./deeds/evidence.ts";
import { passUntil } from "./deeds/time.ts";
import { completeShare, importsOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const hiddenInTheWhole: Scenario = {
  name: "hidden-in-the-whole",
  summary: "v2 succeeds in 60 %, all imports together in 96 %: the gates count v2 alone, and catch it",
  from: "10 % just reached",
  steps: [
    {
      title: "The new version fails four in ten, and the whole looks well",
      async run(scene) {
        await deployApi(scene, "Use the cheaper model", { v2Imports: { successRate: 0.6 } });
        passUntil(scene, await arrivedAt(scene), "PT40M");
        await usersCome(scene, { users: 400 });
        const { v1, v2 } = await importsOf(scene, 1);
        const whole = completeShare(v1, v2);
        if (Number.parseFloat(whole) < 95)
          throw new Unexpected(`${whole} of all imports are complete; expected 95 % or more`);
        return `${whole} of all ${v1.all + v2.all} imports are complete, but ${completeShare(v2)} of the ${v2.all} on v2`;
      },
    },
    {
      title: "The first checkpoint fails",
      async run(scene) {
        passUntil(scene, await arrivedAt(scene), "PT1H");
        const last = await checkpoint(scene);
        expectSame("its outcome", last.outcome, "fail");
        return said(last, "success rate");
      },
    },
    {
      title: "50 % is refused",
      async run(scene) {
        await declare(scene, 50);
        const failed = "a checkpoint at 10 % failed, which began its dwell again";
        await expectRefused(scene, [failed, "success rate: success_rate"]);
        return `refused: ${failed}`;
      },
    },
  ],
};
