import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rehearsal } from "../../rehearsal/open.ts";
import { type ConfigChanges, changeConfig, violated, withConfig } from "./support/stack-config.ts";
import { openStandingProd } from "./support/standing-prod.ts";
import { unsafeChanges } from "./support/unsafe-changes.ts";

const up = ["up", "--yes", "--skip-preview"];

/** All of S1 in a world of its own: as committed, and each unsafe change of it is refused for its own reason. */
describe("the whole of S1", () => {
  let rehearsal: Rehearsal;
  const pulumi = (...args: string[]) => rehearsal.pulumi(args);
  const succeed = async (...args: string[]) => {
    const run = await pulumi(...args);
    expect(run, run.stdout + run.stderr).toMatchObject({ exitCode: 0 });
    return run;
  };
  const outputs = async () => JSON.parse((await succeed("stack", "output", "--json")).stdout) as Record<string, string>;
  const serviceNamed = (name: string) => {
    const service = [...rehearsal.world.render.state.services.values()].find((one) => one.name === name);
    if (!service) throw new Error(`The world has no service ${name}`);
    return service;
  };
  const render = async (path: string) => {
    const { url, token } = rehearsal.world.render;
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const envAtRender = async (name: string): Promise<Record<string, string>> => {
    const page = (await render(`/services/${serviceNamed(name).id}/env-vars?limit=100`)) as {
      envVar: { key: string; value: string };
    }[];
    return Object.fromEntries(page.map(({ envVar: { key, value } }) => [key, value]));
  };
  const previewWith = (changes: ConfigChanges) => withConfig(rehearsal, changes, () => pulumi("preview"));

  beforeAll(async () => {
    rehearsal = await openStandingProd();
  });
  afterAll(() => rehearsal?.close());

  describe("as committed", () => {
    it("S1.1 is an API, a worker, a cron job and a key value store in one workspace", () => {
      const { services, keyValues } = rehearsal.world.inventory();
      expect(services).toEqual(["twin-brains-api", "twin-brains-scheduler", "twin-brains-worker"]);
      expect(keyValues).toEqual(["twin-brains-queue"]);
      expect(new Set([...rehearsal.world.render.state.services.values()].map(({ ownerId }) => ownerId))).toEqual(
        new Set([rehearsal.file.owner]),
      );
    });

    it("S1.2 S1.8 links the Vercel project with the Node version that the app declares", async () => {
      const { world, file } = rehearsal;
      const { frontendProjectId } = await outputs();
      const answer = await fetch(`${world.vercel.url}/v9/projects/${frontendProjectId}?teamId=${file.team}`, {
        headers: { authorization: `Bearer ${world.vercel.token}` },
      });
      expect(await answer.json()).toMatchObject({
        nodeVersion: "20.x",
        link: { productionBranch: "main" },
        gitProviderOptions: { createDeployments: "disabled" },
      });
      expect((await world.edge.fetch(`https://${file.domain}/`)).status).toBe(200);
    });

    it("S1.6 gives API, worker and cron job the address of the one queue", async () => {
      const [{ keyValue }] = (await render("/key-value")) as [{ keyValue: { id: string } }];
      const { internalConnectionString } = (await render(`/key-value/${keyValue.id}/connection-info`)) as {
        internalConnectionString: string;
      };
      for (const name of ["twin-brains-api", "twin-brains-worker", "twin-brains-scheduler"])
        expect((await envAtRender(name)).REDIS_URL).toBe(internalConnectionString);
    });

    it("S1.5 S1.7 S1.9 gives API and worker the same env, typed as the baseline asks", async () => {
      const { CUTOVER_RESOURCE: _, ...api } = await envAtRender("twin-brains-api");
      const { CUTOVER_RESOURCE: __, ...worker } = await envAtRender("twin-brains-worker");
      expect(worker).toEqual(api);
      expect(api).toMatchObject({
        ALLOWED_ORIGINS: "https://app.twin-brains.example",
        DEV_MODE: "false",
        FEEDBACK_LEARNING_MIN_EVENTS: "5",
        FEEDBACK_LEARNING_COOLDOWN_MINUTES: "30",
        FEEDBACK_LEARNING_AUTO_PUBLISH: "false",
        FEEDBACK_LEARNING_RUN_REGRESSION_GATE: "true",
        CONTENT_EXTRACT_MAX_CHUNKS: "6",
      });
    });

    it("S1.10 gives the frontend the API's address, for Production only", async () => {
      const { apiUrl } = await outputs();
      const variables = [...(rehearsal.world.inventory().vercelEnv ?? [])];
      expect(variables).toContain("twin-brains NEXT_PUBLIC_BACKEND_URL (production)");
      expect(apiUrl).toBe("https://twin-brains-api.onrender.com");
    });

    it("S1.13 runs the scheduler every 15 minutes, once each time", () => {
      expect(serviceNamed("twin-brains-scheduler")).toMatchObject({
        type: "cron_job",
        suspended: false,
        settings: expect.objectContaining({ schedule: "*/15 * * * *" }),
      });
    });
  });

  // One fault at a time is tests/policies/variants; the engine is given several at once.
  it.each(unsafeChanges)("refuses in preview, each by the rule that is meant: %s", async (_titles, changes) => {
    const before = rehearsal.world.inventory();
    const { exitCode, stdout } = await previewWith(Object.assign({}, ...changes.map(({ change }) => change)));
    expect(exitCode, stdout).not.toBe(0);
    expect(violated(stdout)).toEqual([...new Set(changes.map(({ rule }) => rule))].sort());
    for (const { message } of changes) expect(stdout).toMatch(message);
    expect(rehearsal.world.inventory()).toEqual(before);
  });

  it("S1.2 S1.6 S1.13 refuses all faults of the configuration at once", async () => {
    const { exitCode, stdout, stderr } = await previewWith({
      "services.scheduler.schedule": "every 15 minutes",
      "services.api.autoDeploy": "commit",
      "services.queue": undefined,
    });
    expect(exitCode).not.toBe(0);
    for (const message of [
      /services\.scheduler\.schedule is "every 15 minutes"; expected five cron fields/,
      /services\.api\.autoDeploy is "commit"; expected off/,
      /env\.backend\.REDIS_URL\.output is "queue\.url"; expected an output of this stack, which has no cutover:services\.queue/,
    ])
      expect(stdout + stderr).toMatch(message);
  });

  it("S1.1 refuses to destroy or replace the queue until an update of its own has allowed it", async () => {
    const replaced = await previewWith({ "services.queue.region": "frankfurt" });
    expect(replaced.exitCode, replaced.stdout).not.toBe(0);
    const destroyed = await pulumi("destroy", "--yes");
    expect(destroyed.exitCode).not.toBe(0);
    expect(destroyed.stdout + destroyed.stderr).toContain("protected");
    expect(rehearsal.world.inventory()).toMatchObject({
      keyValues: ["twin-brains-queue"],
      services: expect.arrayContaining(["twin-brains-api"]),
    });
  });

  it("S1.13 switches to a continuous worker and back, one of the two at work, and without touching the API", async () => {
    const { apiDeployId } = await outputs();
    await changeConfig(rehearsal, { "services.scheduler.continuous.active": true });
    await succeed(...up);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(true);
    expect(serviceNamed("twin-brains-scheduler-continuous")).toMatchObject({ type: "background_worker" });

    await changeConfig(rehearsal, { "services.scheduler.continuous.active": false });
    await succeed(...up);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(false);
    expect(rehearsal.world.inventory().services).not.toContain("twin-brains-scheduler-continuous");
    expect((await outputs()).apiDeployId).toBe(apiDeployId);
  });

  it("S1.2 S1.3 S1.13 an incident suspends the scheduler; a push is deployed by Vercel, and by Render once checked", async () => {
    const { world, file } = rehearsal;
    const before = await outputs();
    await changeConfig(rehearsal, { deploys: "vendor", "services.scheduler.suspended": true });
    await succeed(...up);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(true);
    // Who deploys changes nothing of what is deployed.
    expect((await outputs()).apiDeployId).toBe(before.apiDeployId);

    const deployed = () => (world.inventory().vercelDeployments ?? []).length;
    const sites = deployed();
    const commit = world.git.push(file.repository, file.branch, "A release that the vendors deploy");
    await world.vercel.settled();
    expect(deployed()).toBe(sites + 1);
    await world.render.settled();
    const liveCommit = async () => {
      const [newest] = (await render(`/services/${serviceNamed("twin-brains-api").id}/deploys?limit=1`)) as [
        { deploy: { commit: { id: string }; status: string } },
      ];
      return newest.deploy;
    };
    expect((await liveCommit()).commit.id).not.toBe(commit.sha);

    world.render.checksPassed(commit);
    await world.render.settled();
    expect(await liveCommit()).toMatchObject({ commit: { id: commit.sha }, status: "live" });

    // The stack verifies: the next update that looks runs the checks of what is new.
    await changeConfig(rehearsal, { "services.scheduler.suspended": undefined });
    const verified = await succeed("up", "--yes", "--skip-preview", "--refresh");
    expect(verified.stdout).toContain("backend is healthy: passed");
    expect((await outputs()).apiDeployId).not.toBe(before.apiDeployId);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(false);
  });
});
