import { expectSame } from "../story/scene.ts";
import { deployApi } from "./deeds/commits.ts";
import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt, said } from "./deeds/evidence.ts";
import { passUntil } from "./deeds/time.ts";
import { importsOf, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

export const stuckImports: Scenario = {
  name: "stuck-imports",
  summary: "imports that never end: the checkpoint fails, and its failure begins the day at 10 % again",
  from: "six hours at 10 %",
  steps: [
    {
      title: "Some imports of the new version never end",
      async run(scene) {
        await deployApi(scene, "Wait for the model without a limit", { v2Imports: { stuckRate: 0.1 } });
        await usersCome(scene);
        passUntil(scene, await arrivedAt(scene), "PT23H");
        await deployApi(scene, "Wait for the model with a limit", {});
        await usersCome(scene);
        const { v2 } = await importsOf(scene, 24);
        return `${v2.processing} of ${v2.all} imports of v2 still say that they are processing`;
      },
    },
    {
      title: "The checkpoint after a day fails",
      async run(scene) {
        passUntil(scene, await arrivedAt(scene), "PT24H");
        const last = await checkpoint(scene);
        expectSame("its outcome", last.outcome, "fail");
        return said(last, "stuck imports");
      },
    },
    {
      title: "50 % is refused: the dwell begins again",
      async run(scene) {
        await declare(scene, 50);
        await expectRefused(scene, ["a checkpoint at 10 % failed, which began its dwell again", "stuck imports"]);
        return "refused: a checkpoint at 10 % failed, which began its dwell again";
      },
    },
  ],
};
