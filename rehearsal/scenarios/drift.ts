import { expectSame, succeed } from "../story/scene.ts";
import { up } from "../story/stack-runs.ts";
import { deployByHand } from "./deeds/by-hand.ts";
import { cutover } from "./deeds/cutover.ts";
import { eventKinds } from "./deeds/evidence.ts";
import { expectUsersGet, flagOf } from "./deeds/production.ts";
import { shareOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const drift: Scenario = {
  name: "drift",
  summary: "somebody sets 50 % in Vercel's dashboard and redeploys: status says so, pulumi up puts 10 % back",
  from: "six hours at 10 %",
  steps: [
    {
      title: "The flag is set to 50 by hand, production is redeployed and promoted",
      async run(scene) {
        const id = await deployByHand(scene, 50);
        const { deployment } = expectUsersGet(scene, 50);
        expectSame("the deployment that serves", deployment.id, id);
        return `${id} serves; ${shareOf(await usersCome(scene))}`;
      },
    },
    {
      title: "npx cutover status says that users do not get what was granted",
      async run(scene) {
        const told = "50 % was set by hand and never granted; 10 % was";
        await cutover(scene, ["status"], { words: [told, "Users get: 50 %"] });
        return told;
      },
    },
    {
      title: "pulumi up corrects it downwards, without asking for evidence",
      async run(scene) {
        await succeed(scene, up);
        const { deployment } = expectUsersGet(scene, 10);
        expectSame("the flag at Vercel", flagOf(scene), "10");
        const kinds = await eventKinds(scene);
        expectSame("whether the drift is on record", kinds.includes("drifted"), true);
        return `${deployment.id} serves with 10 %; on record: ${kinds.slice(-3).join(", ")}`;
      },
    },
  ],
};
