import { expectSame, refuse } from "../story/scene.ts";
import { preview } from "../story/stack-runs.ts";
import { deployApi } from "./deeds/commits.ts";
import { cutover } from "./deeds/cutover.ts";
import { lastEvent } from "./deeds/evidence.ts";
import { builds, expectUsersGet, flagOf, twinOf } from "./deeds/production.ts";
import { pass } from "./deeds/time.ts";
import { completeShare, importsOf, ordinary, shareOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const successDrops: Scenario = {
  name: "success-drops",
  summary: "success drops to 93 % at 50 %: the next run of the watch rolls everybody back by itself",
  from: "half a day at 50 %",
  steps: [
    {
      title: "A commit that breaks some imports of the new version goes live",
      async run(scene) {
        pass(scene, "PT2H");
        const { sha } = await deployApi(scene, "Tune the new pipeline", { v2Imports: { successRate: 0.93 } });
        const share = shareOf(await usersCome(scene, ordinary));
        const { v1, v2 } = await importsOf(scene, 1);
        return `${sha.slice(0, 7)} is live; ${share}; complete: ${completeShare(v2)} on v2, ${completeShare(v1)} on v1`;
      },
    },
    {
      title: "npx cutover checkpoint --act rolls back at once",
      async run(scene) {
        const [twin, before] = [twinOf(scene), builds(scene)];
        await cutover(scene, ["checkpoint", "--act"], { exit: 1, words: ["success under 95 %"] });
        const { deployment } = expectUsersGet(scene, 0);
        expectSame("the deployment that serves", deployment.id, twin.id);
        expectSame("deployments: none was built", builds(scene), before);
        expectSame("the flag at Vercel", flagOf(scene), "0");
        const { fact } = await lastEvent(scene, "rolled-back");
        const { automatic } = fact as { automatic?: boolean };
        expectSame("rolled back by a criterion", automatic, true);
        const seen = await usersCome(scene);
        expectSame("users on v2 after it", seen.v2, 0);
        return `${deployment.id}, the zero twin, serves; nothing was built; ${shareOf(seen)}`;
      },
    },
    {
      title: "Git still says 50 %: pulumi up is refused until the pull request is merged",
      async run(scene) {
        const { fact } = await lastEvent(scene, "pull-request");
        const { url } = fact as { url?: string };
        await refuse(scene, preview, ["rolled back to 0 %", String(url)]);
        expectUsersGet(scene, 0);
        return `refused, naming ${url}`;
      },
    },
  ],
};
