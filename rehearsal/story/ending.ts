import { join } from "node:path";
import { filesIn, leaksIn, type Place } from "../leaks.ts";
import { configure, expectSame, refuse, type Scene, type Step, succeed } from "./scene.ts";
import { up } from "./stack-runs.ts";

const destroy = ["destroy", "--yes", "--skip-preview"];

/** What the story leaves behind: no secret in anything that was written, and nothing at the vendors. */
export const ending: readonly Step[] = [
  {
    title: "No secret stands in state, plans, logs or output",
    async run(scene) {
      await succeed(scene, ["preview", "--save-plan", join(scene.world.folder, "plan.json")]);
      const secrets = [...scene.secrets, ...connectionStrings(scene)];
      const places: Place[] = [
        ...(await filesIn(scene.world.folder)),
        ["output of the engine", scene.said.join("\n")],
        ["logs of the apps", logsOf(scene)],
      ];
      expectSame("places with a secret", leaksIn(places, secrets), []);
      return `${secrets.length} secrets looked for in ${places.length} places, as they are, base64 and URL-encoded`;
    },
  },
  {
    title: "The queue is protected: destroying it takes two steps",
    async run(scene) {
      await refuse(scene, destroy, ["protect"]);
      const queues = scene.world.inventory().keyValues ?? [];
      expectSame("queues after the refusal", queues.length, 1);
      await configure(scene, "cutover:policy.levels.require-protected-stores", "advisory");
      await configure(scene, "cutover:services.queue.allowDestroy", "true");
      // The frontend is gone, its rollout with it: one that is made anew begins at 0 %.
      await configure(scene, "cutover:rollout.percent", "0");
      await succeed(scene, up);
      return `${queues[0]} stayed until its protection was lifted on purpose`;
    },
  },
  {
    title: "Destroy leaves the world empty",
    async run(scene) {
      await succeed(scene, destroy);
      const left = Object.entries(scene.world.inventory()).filter(([, names]) => names.length > 0);
      expectSame("what is left", Object.fromEntries(left), {});
      expectSame("requests that no emulator knows", scene.world.unanswered(), []);
      return "nothing left at Render and Vercel";
    },
  },
];

/** Addresses that let whoever has them in: of the database, and of the queue. */
function connectionStrings({ world }: Scene): string[] {
  const stores = [...world.render.state.services.values()].map(({ env }) => env.get("REDIS_URL"));
  return [world.database.url, ...new Set(stores.filter((url) => url !== undefined))];
}

/** What every service and every deployment wrote. */
function logsOf({ world: { render, vercel } }: Scene): string {
  const services = [...render.state.services.keys()].flatMap((id) => render.logsOf(id).map(({ message }) => message));
  const deployments = (vercel.inventory().vercelDeployments ?? []).flatMap((line) => line.match(/dpl_\w+/) ?? []);
  return [...services, ...deployments.flatMap((id) => vercel.logsOf(id))].join("\n");
}
