import { newestDeploy, serviceOf } from "./render-api.ts";
import { configure, expectSame, type Step, succeed, Unexpected } from "./scene.ts";
import { expectShare } from "./share.ts";
import { outputs, plan, up } from "./stack-runs.ts";

/** The first step of the ladder. */
export const rollout: readonly Step[] = [
  {
    title: "Preview the rollout from 0 % to 10 %",
    async run(scene) {
      await configure(scene, "cutover:rollout.percent", "10");
      const planned = await plan(scene);
      if (!planned.update || !planned.replace)
        throw new Unexpected(
          `the plan is ${JSON.stringify(planned)}; expected the flag updated, the deployment replaced`,
        );
      return `${planned.update} to update, ${planned.replace} to replace, ${planned.same} unchanged`;
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
];
