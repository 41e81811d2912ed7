import { newestDeploy, serviceOf } from "./render-api.ts";
import { configure, expectExit, expectSame, keepConfig, refuse, type Step, succeed, Unexpected } from "./scene.ts";
import { expectShare } from "./share.ts";
import { outputs, plan, preview, up } from "./stack-runs.ts";

/** The first step of the ladder, and an attempt to skip the second. */
export const rollout: readonly Step[] = [
  {
    title: "Preview the rollout from 0 % to 10 %, while somebody watches",
    async run(scene) {
      expectExit(await scene.cutover(["checkpoint"]), 0);
      await configure(scene, "cutover:rollout.percent", "10");
      const planned = await plan(scene);
      if (!planned.update || !planned.create)
        throw new Unexpected(
          `the plan is ${JSON.stringify(planned)}; expected the rollout updated, a deployment created`,
        );
      return `${planned.update} to update, ${planned.create} to create, ${planned.same} unchanged`;
    },
  },
  {
    title: "Roll out to 10 % and count where users go",
    async run(scene) {
      const { id } = await serviceOf(scene, "web_service");
      const before = await newestDeploy(scene, id);
      await succeed(scene, up);
      expectSame("rollout percent", (await outputs(scene)).rolloutPercent, 10);
      expectSame("deploy of the API (nothing about it changed)", await newestDeploy(scene, id), before);
      return expectShare(scene, 10);
    },
  },
  {
    title: "A second up changes nothing",
    async run(scene) {
      await succeed(scene, ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
      return "no changes";
    },
  },
  {
    title: "From 10 % straight to 100 % is refused in preview",
    async run(scene) {
      const before = JSON.stringify(scene.world.inventory());
      const putBack = await keepConfig(scene);
      await configure(scene, "cutover:rollout.percent", "100");
      await refuse(scene, preview, ["10 % → 100 % skips 50 %", "the step that is due is 50 %"]);
      expectSame("the world", JSON.stringify(scene.world.inventory()), before);
      await putBack();
      return "10 % → 100 % skips 50 %; the step that is due is 50 %";
    },
  },
];
