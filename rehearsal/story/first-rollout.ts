import { join } from "node:path";
import { z } from "zod";
import { filesIn, leaksIn, type Place } from "../leaks.ts";
import { sendTraffic } from "../traffic.ts";
import { configure, expectSame, refuse, type Scene, type Step, succeed, Unexpected } from "./scene.ts";

const preview = ["preview"];
const up = ["up", "--yes", "--skip-preview"];

/** From nothing to a first change of the rollout percent, the refusals on the way, and back to nothing. */
export const firstRollout: readonly Step[] = [
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
      const before = (await outputs(scene)).apiDeployId;
      await succeed(scene, up);
      const after = await outputs(scene);
      expectSame("rollout percent", after.rolloutPercent, 10);
      expectSame("API deploy (nothing about the API changed)", after.apiDeployId, before);
      return expectShare(scene, 10);
    },
  },
  {
    title: "A second up changes nothing",
    async run(scene) {
      await succeed(scene, ["up", "--yes", "--expect-no-changes"]);
      return "no changes";
    },
  },
  {
    title: "ALLOWED_ORIGINS=* is refused in preview",
    async run(scene) {
      const before = JSON.stringify(scene.world.inventory());
      await configure(scene, "cutover:origins[0]", "*");
      await refuse(scene, preview, ["require-explicit-origins", "ALLOWED_ORIGINS"]);
      expectSame("the world", JSON.stringify(scene.world.inventory()), before);
      await configure(scene, "cutover:origins[0]", `https://${scene.file.domain}`);
      return "preview failed naming require-explicit-origins; the world is as it was";
    },
  },
  {
    title: "A deploy without its processors fails the update",
    async run(scene) {
      const { git } = scene.world;
      git.push(scene.file.repository, scene.file.branch, "Refactor imports", { processors: false });
      await configure(scene, "cutover:env.backend.CONTENT_EXTRACT_MAX_CHUNKS", "8");
      const words = ["processors_available is false, expected true", "expected  body.processors_available: true"];
      const { stdout } = await refuse(scene, up, words);
      return /backend is healthy: FAILED.*?expected true/.exec(stdout)?.[0] ?? words.join();
    },
  },
  {
    title: "The fixed commit goes live",
    async run(scene) {
      scene.world.git.push(scene.file.repository, scene.file.branch, "Fix imports");
      await configure(scene, "cutover:env.backend.CONTENT_EXTRACT_MAX_CHUNKS", "6");
      await succeed(scene, up);
      return expectShare(scene, 10);
    },
  },
  {
    title: "No secret stands in state, plans, logs or output",
    async run(scene) {
      const { apiServiceId, frontendDeploymentId } = await outputs(scene);
      const { render, vercel, folder } = scene.world;
      await succeed(scene, ["preview", "--save-plan", join(folder, "plan.json")]);
      const logs = [
        ...render.logsOf(apiServiceId).map(({ message }) => message),
        ...vercel.logsOf(frontendDeploymentId),
      ];
      const places: Place[] = [
        ...(await filesIn(folder)),
        ["output of the engine", scene.said.join("\n")],
        ["logs of the apps", logs.join("\n")],
      ];
      expectSame("places with a secret", leaksIn(places, scene.secrets), []);
      return `${scene.secrets.length} secrets looked for in ${places.length} places, as they are, base64 and URL-encoded`;
    },
  },
  {
    title: "Destroy leaves the world empty",
    async run(scene) {
      await succeed(scene, ["destroy", "--yes", "--skip-preview"]);
      const left = Object.entries(scene.world.inventory()).filter(([, names]) => names.length > 0);
      expectSame("what is left", Object.fromEntries(left), {});
      expectSame("requests that no emulator knows", scene.world.unanswered(), []);
      return "nothing left at Render and Vercel";
    },
  },
];

const summary = z.object({ changeSummary: z.record(z.string(), z.number()) });

/** The plan's operations by count, e.g. `{create: 12}`. */
async function plan(scene: Scene): Promise<Record<string, number>> {
  const run = await succeed(scene, [...preview, "--json"]);
  return summary.parse(JSON.parse(run.stdout)).changeSummary;
}

const stackOutputs = z.looseObject({
  apiUrl: z.string(),
  apiServiceId: z.string(),
  apiDeployId: z.string(),
  frontendDeploymentId: z.string(),
  rolloutPercent: z.number(),
});

async function outputs(scene: Scene): Promise<z.output<typeof stackOutputs>> {
  const run = await succeed(scene, ["stack", "output", "--json"]);
  return stackOutputs.parse(JSON.parse(run.stdout));
}

/** Sends traffic and insists that the declared share lies within the 99 % interval of the one seen (S2.4). */
async function expectShare(scene: Scene, declared: number): Promise<string> {
  const seen = await sendTraffic(scene.world.edge, scene.file.domain);
  const told = `${seen.v2} of ${seen.requests} users on v2: ${seen.percent.toFixed(1)} % (${seen.low.toFixed(1)}–${seen.high.toFixed(1)} %)`;
  if (declared < seen.low || declared > seen.high) throw new Unexpected(`${told}; expected ${declared} %`);
  return told;
}
