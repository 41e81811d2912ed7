import { configure, expectSame } from "../story/scene.ts";
import { declare, expectRefused, expectRefusedWithoutPolicies } from "./deeds/cutover.ts";
import { expectUsersGet } from "./deeds/production.ts";
import type { Scenario } from "./scenario.ts";

const words = ["10 % → 100 % skips 50 %", "the step that is due is 50 %"];

export const skipRefused: Scenario = {
  name: "skip-refused",
  summary: "from 10 % straight to 100 % is refused, naming the step that is due",
  from: "a day at 10 %",
  steps: [
    {
      title: "The preview of 10 % → 100 % fails",
      async run(scene) {
        await declare(scene, 100);
        await expectRefused(scene, words);
        return words.join("; ");
      },
    },
    {
      title: "pulumi up fails as well, also without the policy pack",
      async run(scene) {
        await expectRefusedWithoutPolicies(scene, words);
        const { deployment } = expectUsersGet(scene, 10);
        return `${deployment.id} serves with 10 % as before, nothing was built`;
      },
    },
    {
      title: "Neither does a ladder without the step help",
      async run(scene) {
        await configure(scene, "cutover:rollout.ladder[2].percent", "60");
        await expectRefused(scene, ["skips 50 %", "edits its ladder"]);
        expectSame("percent that users get", expectUsersGet(scene, 10).percent, 10);
        return "the ladder that stood before counts: 50 % is still the step that is due";
      },
    },
  ],
};
