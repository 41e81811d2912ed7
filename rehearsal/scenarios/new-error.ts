import { expectSame } from "../story/scene.ts";
import { deployApi } from "./deeds/commits.ts";
import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import { arrivedAt, said } from "./deeds/evidence.ts";
import { passUntil } from "./deeds/time.ts";
import { completeShare, importsOf, ordinary, usersCome } from "./deeds/users.ts";
import type { Scenario } from "./scenario.ts";

const error = "KeyError: personality of import {id} is missing";

const failed = "a checkpoint at 50 % failed, which began its dwell again";

export const newError: Scenario = {
  name: "new-error",
  summary: "a kind of error that the step before did not have stops the promotion, at 98 % success",
  from: "half a day at 50 %",
  steps: [
    {
      title: "Two in a hundred imports fail in a way that nobody has seen before",
      async run(scene) {
        await deployApi(scene, "Rename a field", { v2Imports: { successRate: 0.98, error } });
        passUntil(scene, await arrivedAt(scene), "PT23H40M");
        await usersCome(scene, ordinary);
        const { v2 } = await importsOf(scene, 1);
        return `${v2.failed} of ${v2.all} imports of v2 failed: ${completeShare(v2)} complete`;
      },
    },
    {
      title: "The checkpoint after a day names the new pattern",
      async run(scene) {
        passUntil(scene, await arrivedAt(scene), "PT24H");
        const last = await checkpoint(scene);
        expectSame("its outcome", last.outcome, "fail");
        return said(last, "new error patterns");
      },
    },
    {
      title: "100 % is refused",
      async run(scene) {
        await declare(scene, 100);
        await expectRefused(scene, [failed, "new error patterns: patterns"]);
        return `refused: ${failed}`;
      },
    },
  ],
};
