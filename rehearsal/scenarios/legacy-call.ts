import { configure } from "../story/scene.ts";
import { expectRefused } from "./deeds/cutover.ts";
import { expectUsersGet } from "./deeds/production.ts";
import { callLegacy } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

const user = "user-of-an-old-client";

export const legacyCall: Scenario = {
  name: "legacy-call",
  summary: "one call of the old endpoint after a week at 100 %: the old version is not deprecated yet",
  from: "a week at 100 %",
  steps: [
    {
      title: "A client with the old address wired in calls it",
      run: async (scene) => `POST /process-full answered ${await callLegacy(scene, user)}`,
    },
    {
      title: "Deprecation is refused, naming who called",
      async run(scene) {
        await configure(scene, "cutover:rollout.legacy.state", "deprecated");
        await expectRefused(scene, ["does not pass", user]);
        expectUsersGet(scene, 100);
        return `refused, naming ${user}`;
      },
    },
  ],
};
