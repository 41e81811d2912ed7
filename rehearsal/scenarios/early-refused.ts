import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt } from "./deeds/evidence.ts";
import { pass } from "./deeds/time.ts";
import { usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const earlyRefused: Scenario = {
  name: "early-refused",
  summary: "50 % after seven hours at 10 % is refused, with the earliest moment at which it may be tried",
  from: "six hours at 10 %",
  steps: [
    {
      title: "The preview of 10 % → 50 % fails while the dwell is not over, however good the evidence",
      async run(scene) {
        await usersCome(scene);
        pass(scene, "PT1M");
        await checkpoint(scene);
        await declare(scene, 50);
        const earliest = new Date((await arrivedAt(scene)).getTime() + 24 * 3_600_000);
        const moment = earliest.toISOString().slice(0, 16).replace("T", " ");
        await expectRefused(scene, ["10 % has not stood for", "50 % can open at", moment]);
        return `10 % has not stood for a day yet; 50 % can open at ${moment} UTC at the earliest`;
      },
    },
  ],
};
