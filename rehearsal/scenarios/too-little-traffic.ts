import { expectSame } from "../story/scene.ts";
import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt, said } from "./deeds/evidence.ts";
import { expectUsersGet } from "./deeds/production.ts";
import { expectPass, round } from "./deeds/rounds.ts";
import { passUntil } from "./deeds/time.ts";
import { shareOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const tooLittleTraffic: Scenario = {
  name: "too-little-traffic",
  summary: "a day with thirty users proves nothing: inconclusive, neither passed nor failed; it waits for more",
  from: "10 % just reached",
  steps: [
    {
      title: "A quiet day: the checkpoint is inconclusive",
      async run(scene) {
        passUntil(scene, await arrivedAt(scene), "PT23H44M");
        const share = shareOf(await usersCome(scene, { users: 30 }));
        passUntil(scene, await arrivedAt(scene), "PT24H");
        const last = await checkpoint(scene);
        expectSame("its outcome", last.outcome, "inconclusive");
        return `${share}; ${said(last, "success rate")}`;
      },
    },
    {
      title: "50 % is refused, and the dwell does not begin again",
      async run(scene) {
        await declare(scene, 50);
        await expectRefused(scene, ["gate success rate: inconclusive", "evidence that was due at 10 % is missing"]);
        await declare(scene, 10);
        return "refused: gate success rate is inconclusive";
      },
    },
    {
      title: "The next day brings users: the same evidence, taken late, passes",
      async run(scene) {
        const { recorded, told } = await round(scene, "PT48H", await arrivedAt(scene));
        expectUsersGet(scene, 10);
        return `${told}; ${expectPass(recorded)}`;
      },
    },
  ],
};
