import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesIn, leaksIn } from "../../rehearsal/leaks.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { sampled } from "../support/matrix.ts";
import { type ConfigChanges, changeConfig, violated, withConfig } from "./support/stack-config.ts";
import { unsafeChanges } from "./support/unsafe-changes.ts";
import { project, start } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];

/** All of S1 in a world of its own: it comes up as committed, and each unsafe change of it is refused for its own reason. */
describe("the whole of S1", () => {
  let rehearsal: Rehearsal;
  const said: string[] = [];

  const pulumi = async (...args: string[]) => {
    const run = await rehearsal.pulumi(args);
    said.push(run.stdout, run.stderr);
    return run;
  };
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
    rehearsal = await openRehearsal({ project, stack: "prod" });
    await succeed(...up);
  });
  afterAll(() => rehearsal?.close());

  describe("as committed", () => {
    it("S1.1 is an API, a worker, a cron job and a key value store in one workspace, and the next update changes nothing", async () => {
      const { services, keyValues } = rehearsal.world.inventory();
      expect(services).toEqual(["twin-brains-api", "twin-brains-scheduler", "twin-brains-worker"]);
      expect(keyValues).toEqual(["twin-brains-queue"]);
      expect(new Set([...rehearsal.world.render.state.services.values()].map(({ ownerId }) => ownerId))).toEqual(
        new Set([rehearsal.file.owner]),
      );
      await succeed("up", "--yes", "--expect-no-changes");
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

    it("S1.11 S1.12 has seen feedback become a job that the worker processed", () => {
      expect(said.join("\n")).toContain(
        "feedback becomes a job that the worker processes: passed  (POST https://twin-brains-api.onrender.com/feedback, then GET https://twin-brains-api.onrender.com/jobs/{job_id} → 200)",
      );
    });

    it("shows the token of its smoke checks nowhere", async () => {
      const token = rehearsal.secretsByName.SMOKE_TOKEN;
      expect(token).toBeDefined();
      const places = [...(await filesIn(rehearsal.world.folder)), ["output", said.join("\n")] as const];
      expect(leaksIn(places, [token ?? ""])).toEqual([]);
    });
  });

  describe("refused in preview by exactly the rule that is meant", () => {
    // Each rule has a table of its own in tests/policies; the engine runs a few of them.
    it.each(sampled(unsafeChanges, 6))("%s", async (_title, changes, rules, message) => {
      const before = rehearsal.world.inventory();
      const { exitCode, stdout } = await previewWith(changes);
      expect(exitCode, stdout).not.toBe(0);
      expect(violated(stdout)).toEqual(rules);
      expect(stdout).toMatch(message);
      expect(rehearsal.world.inventory()).toEqual(before);
    });

    it.each<[string, ConfigChanges, RegExp]>([
      [
        "S1.13 a schedule that is none",
        { "services.scheduler.schedule": "every 15 minutes" },
        /services\.scheduler\.schedule is "every 15 minutes"; expected five cron fields/,
      ],
      [
        "S1.2 a service that deploys pushes where only the stack does",
        { "services.api.autoDeploy": "commit" },
        /services\.api\.autoDeploy is "commit"; expected off/,
      ],
      [
        "S1.6 the address of a queue that the stack does not have",
        { "services.queue": undefined },
        /env\.backend\.REDIS_URL\.output is "queue\.url"; expected an output of this stack, which has no cutover:services\.queue/,
      ],
    ])("%s, as a fault of the configuration", async (_title, changes, message) => {
      const { exitCode, stdout, stderr } = await previewWith(changes);
      expect(exitCode).not.toBe(0);
      expect(stdout + stderr).toMatch(message);
    });
  });

  it.each<[string, ConfigChanges]>([
    ["require-explicit-origins", { "origins.0": "*" }],
    ["disallow-public-secrets", { "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" } }],
    ["require-no-e2e-bypass", { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1 }],
  ])("S1.5 S1.10 %s stops an update that runs no policy pack", async (rule, changes) => {
    const before = rehearsal.world.inventory();
    const run = await withConfig(rehearsal, changes, () => start(rehearsal, up, ["PULUMI_OPTION_POLICY_PACK"]));
    expect(run.exitCode).not.toBe(0);
    expect(run.all.match(new RegExp(`${rule}: `, "g"))).toHaveLength(1);
    expect(rehearsal.world.inventory()).toEqual(before);
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

  it("S1.13 suspends the scheduler in an incident", async () => {
    await changeConfig(rehearsal, { "services.scheduler.suspended": true });
    await succeed(...up);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(true);
    await changeConfig(rehearsal, { "services.scheduler.suspended": undefined });
    await succeed(...up);
    expect(serviceNamed("twin-brains-scheduler").suspended).toBe(false);
  });

  it("S1.2 S1.3 deploys: vendor lets a push be deployed by Vercel, and by Render once its checks have passed", async () => {
    const { world, file } = rehearsal;
    const before = await outputs();
    await changeConfig(rehearsal, { deploys: "vendor" });
    await succeed(...up);
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
    const verified = await succeed("up", "--yes", "--skip-preview", "--refresh");
    expect(verified.stdout).toContain("backend is healthy: passed");
    expect((await outputs()).apiDeployId).not.toBe(before.apiDeployId);
  });
});
