import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expectSame, refuse } from "../story/scene.ts";
import { preview } from "../story/stack-runs.ts";
import { cutover } from "./deeds/cutover.ts";
import { lastEvent } from "./deeds/evidence.ts";
import { builds, expectUsersGet, flagOf, twinOf } from "./deeds/production.ts";
import { shareOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const rollbackWithoutState: Scenario = {
  name: "rollback-without-state",
  summary: "Pulumi's state is gone: npx cutover rollback --to 0 has everybody back all the same",
  from: "half a day at 50 %",
  steps: [
    {
      title: "The state backend is lost: no pulumi command works",
      async run(scene) {
        await rename(join(scene.world.folder, "state"), join(scene.world.folder, "state-lost"));
        await refuse(scene, preview, []);
        expectUsersGet(scene, 50);
        return "pulumi preview fails; users are at 50 %";
      },
    },
    {
      title: "npx cutover rollback --to 0",
      async run(scene) {
        const [twin, before] = [twinOf(scene), builds(scene)];
        await cutover(scene, ["rollback", "--to", "0"]);
        const { deployment } = expectUsersGet(scene, 0);
        expectSame("the deployment that serves", deployment.id, twin.id);
        expectSame("deployments: none was built", builds(scene), before);
        expectSame("the flag at Vercel", flagOf(scene), "0");
        const seen = await usersCome(scene);
        expectSame("users on v2 after it", seen.v2, 0);
        const { fact } = await lastEvent(scene, "pull-request");
        const { url } = fact as { url?: string };
        return `${deployment.id}, the zero twin, serves; ${shareOf(seen)}; ${url} makes Git say so`;
      },
    },
  ],
};
