import { expectSame, refuse, succeed } from "../story/scene.ts";
import { preview, up } from "../story/stack-runs.ts";
import { declare, expectRefused } from "./deeds/cutover.ts";
import { expectUsersGet, frozen } from "./deeds/production.ts";
import type { Scenario } from "./scenario.ts";

export const databaseDown: Scenario = {
  name: "database-down",
  summary: "the evidence cannot be reached: no promotion, in the preview or between preview and up; then it goes on",
  from: "a day at 10 %",
  steps: [
    {
      title: "With the database down the preview of 10 % → 50 % is refused",
      async run(scene) {
        const { database } = scene.world;
        await declare(scene, 50);
        await database.stop();
        try {
          await expectRefused(scene, ["refused", "cannot be reached"]);
        } finally {
          await database.start();
        }
        return "refused: what cannot be measured is no evidence";
      },
    },
    {
      title: "It goes down after a preview that was granted: up judges again, and changes nothing",
      async run(scene) {
        const { database } = scene.world;
        await succeed(scene, preview);
        const before = frozen(scene);
        await database.stop();
        try {
          await refuse(scene, up, ["cannot be reached"]);
        } finally {
          await database.start();
        }
        expectSame("production", frozen(scene), before);
        return `preview granted, up refused; ${before}`;
      },
    },
    {
      title: "Back again, the same up promotes",
      async run(scene) {
        await succeed(scene, up);
        const { deployment } = expectUsersGet(scene, 50);
        return `${deployment.id} serves with 50 %`;
      },
    },
  ],
};
