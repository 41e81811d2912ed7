import { expect, it } from "vitest";
import { OWNER, providerFolder, REPO, renderProject } from "./support/render-project.ts";

const SECRET = "seeded+secret/value-7f3a";
const common = { ownerId: OWNER, repo: REPO, runtime: "docker", env: { JWT_SECRET: SECRET, DEV_MODE: "false" } };
const worker = { ...common, name: "twin-brains-worker", dockerCommand: "python -m consumer" };
const cron = { ...common, name: "twin-brains-scheduler", dockerCommand: "python -m tidy", schedule: "0 3 * * *" };

const program = (changes: { worker?: object; cron?: object } = {}) => `
  import { BackgroundWorker } from ${JSON.stringify(`${providerFolder}/sdk/background-worker.ts`)};
  import { getDeploys } from ${JSON.stringify(`${providerFolder}/sdk/get-deploys.ts`)};
  import { CronJob } from ${JSON.stringify(`${providerFolder}/sdk/cron-job.ts`)};
  const worker = new BackgroundWorker("worker", ${JSON.stringify({ ...worker, ...changes.worker })});
  const cron = new CronJob("scheduler", ${JSON.stringify({ ...cron, ...changes.cron })});
  export const deploys = [worker.deployId, cron.deployId];
  export const listed = getDeploys({ serviceId: worker.serviceId }).apply((all) => all.map(({ id, status }) => [id, status]));
  export const ids = [worker.id, cron.serviceId];
`;

it("S1.1 S1.13 worker and cron job live their whole life: create, no change, update, suspend, import, destroy", async () => {
  const { render, project } = await renderProject(program());
  const services = () => [...render.state.services.values()];
  const deploys = async () => (await project.json(["stack", "output", "deploys", "--json"])) as string[];

  const up = await project.up();
  expect(up.exitCode, up.all).toBe(0);
  expect(
    services()
      .map(({ type, id }) => [type, id.slice(0, 4)])
      .sort(),
  ).toEqual([
    ["background_worker", "srv-"],
    ["cron_job", "crn-"],
  ]);
  const first = await deploys();
  expect(
    services()
      .map(({ liveDeployId }) => liveDeployId)
      .sort(),
  ).toEqual([...first].sort());
  for (const args of [
    ["refresh", "--yes", "--skip-preview"],
    ["up", "--yes", "--skip-preview"],
  ] as const) {
    const again = await project.run([...args, "--expect-no-changes"]);
    expect(again.exitCode, `${args.join(" ")}: ${again.all}`).toBe(0);
  }
  expect(await project.stateText()).not.toContain(SECRET);

  // The schedule needs no deploy, the worker's file does; its content is shown nowhere.
  await project.write(program({ worker: { secretFiles: { "key.pem": SECRET } }, cron: { schedule: "*/15 * * * *" } }));
  const changed = await project.up("--diff");
  expect(changed.exitCode, changed.all).toBe(0);
  expect(changed.all).toMatch(/~ schedule\s*: "0 3 \* \* \*" => "\*\/15 \* \* \* \*"/);
  expect(changed.all).not.toContain(SECRET);
  const second = await deploys();
  expect([second[0] !== first[0], second[1] === first[1]]).toEqual([true, true]);
  expect(await project.stateText()).not.toContain(SECRET);
  expect(await project.json(["stack", "output", "listed", "--json"])).toEqual([
    [second[0], "live"],
    [first[0], "deactivated"],
  ]);

  await project.write(program({ worker: { secretFiles: { "key.pem": SECRET } }, cron: { suspended: true } }));
  expect((await project.up()).exitCode).toBe(0);
  expect(services().find(({ type }) => type === "cron_job")?.suspended).toBe(true);
  const quiet = await project.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(quiet.exitCode, quiet.all).toBe(0);

  const destroyed = await project.run(["destroy", "--yes", "--skip-preview"]);
  expect(destroyed.exitCode, destroyed.all).toBe(0);
  expect(services()).toEqual([]);
  expect(render.unknownRoutes()).toEqual([]);
});

it("S0.5 a worker whose new version does not stay up fails the update, and a refresh tells it again", async () => {
  const { render, project, git } = await renderProject(program());
  expect((await project.up()).exitCode).toBe(0);
  git.push(REPO, "main", "Broken", { buildFailure: ["error: no module named consumer"] });
  await project.write(program({ worker: { plan: "standard" } }));

  const failed = await project.up();
  expect(failed.exitCode).not.toBe(0);
  expect(failed.all).toContain("| error: no module named consumer");
  const refreshed = await project.run(["refresh", "--yes", "--skip-preview"]);
  expect(refreshed.all).toContain("| error: no module named consumer");

  git.push(REPO, "main", "Mended");
  const mended = await project.up();
  expect(mended.exitCode, mended.all).toBe(0);
  expect(render.inventory().services).toHaveLength(2);
});
