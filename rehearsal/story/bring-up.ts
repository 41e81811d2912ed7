import { expectSame, type Step, succeed } from "./scene.ts";
import { expectShare } from "./share.ts";
import { outputs, plan, up } from "./stack-runs.ts";

/** From nothing to a running app. */
export const bringUp: readonly Step[] = [
  {
    title: "Preview the stack as committed, with the policy pack",
    async run(scene) {
      const planned = await plan(scene);
      expectSame("resources that are not created", { ...planned, create: undefined }, {});
      return `${planned.create} to create, no policy violated`;
    },
  },
  {
    title: "Bring it up: deploys go live, smoke checks pass",
    async run(scene) {
      await succeed(scene, up);
      const { apiUrl, rolloutPercent } = await outputs(scene);
      const health = await scene.world.edge.fetch(`${apiUrl}/health`);
      expectSame("health of the API", await health.json(), { status: "healthy", processors_available: true });
      expectSame("rollout percent", rolloutPercent, 0);
      await expectShare(scene, 0);
      return `${apiUrl} is healthy, all traffic on v1`;
    },
  },
];
