import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesIn, leaksIn, type Place } from "../../rehearsal/leaks.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import type { CommandRun } from "../../rehearsal/run-command.ts";
import { sendTraffic } from "../../rehearsal/traffic.ts";
import { project } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];

/** What is typed by hand against a running world, in the order an operator would; each test stands on those before. */
describe("the production stack in a world of its own", () => {
  let rehearsal: Rehearsal;
  const said: CommandRun[] = [];
  const seenProcesses = new Set<string>();
  const watching = new AbortController();

  const pulumi = async (...args: string[]) => {
    const run = await rehearsal.pulumi(args);
    said.push(run);
    return run;
  };
  const succeed = async (...args: string[]) => {
    const run = await pulumi(...args);
    expect(run, run.stdout + run.stderr).toMatchObject({ exitCode: 0 });
    return run;
  };
  const outputs = async () =>
    JSON.parse((await succeed("stack", "output", "--json")).stdout) as Record<string, unknown>;

  /** Often enough to meet whatever lives as long as an engine or a plugin, without taking a core of its own. */
  const watchProcesses = async () => {
    for await (const _ of setInterval(200, undefined, { signal: watching.signal }))
      for (const line of (await execa("ps", ["-axww", "-o", "args"])).stdout.split("\n")) seenProcesses.add(line);
  };

  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    void watchProcesses().catch(() => undefined);
  });
  afterAll(async () => {
    watching.abort();
    await rehearsal.close();
  });

  it("previews a first deployment with the pack and changes nothing", async () => {
    const preview = await succeed("preview", "--json");
    expect(JSON.parse(preview.stdout).changeSummary).toEqual({ create: expect.any(Number) });
    expect(rehearsal.world.inventory()).toEqual(
      Object.fromEntries(Object.keys(rehearsal.world.inventory()).map((noun) => [noun, []])),
    );
  });

  it("S1.11 S1.12 brings API and frontend up, healthy under their public names, after its smoke checks", async () => {
    const { stdout } = await succeed(...up);
    expect(stdout).toContain(
      "feedback becomes a job that the worker processes: passed  (POST https://twin-brains-api.onrender.com/feedback, then GET https://twin-brains-api.onrender.com/jobs/{job_id} → 200)",
    );
    const { apiUrl, frontendUrl, rolloutPercent } = await outputs();
    const health = await rehearsal.world.edge.fetch(`${apiUrl}/health`);
    expect(await health.json()).toEqual({ status: "healthy", processors_available: true });
    expect((await rehearsal.world.edge.fetch(`${frontendUrl}/`)).status).toBe(200);
    expect(rolloutPercent).toBe(0);
  });

  it("changes nothing the second time, and sees no difference after a refresh", async () => {
    await succeed(...up, "--refresh", "--expect-no-changes");
  });

  it("S2.3 writes a change of the percent as one line of the stack file", async () => {
    const committed = (await readFile(rehearsal.file.path, "utf8")).split("\n");
    await succeed("config", "set", "--path", "cutover:rollout.percent", "10");
    const changed = (await readFile(rehearsal.env.PULUMI_OPTION_CONFIG_FILE ?? "", "utf8")).split("\n");
    expect(committed.filter((line) => !changed.includes(line))).toEqual(["    percent: 0"]);
  });

  it("S2.3 changes the percent by a saved plan, with a new deployment and an untouched API", async () => {
    const before = await outputs();
    const plan = join(rehearsal.world.folder, "plan.json");
    await succeed("preview", "--save-plan", plan);
    await succeed("up", "--yes", "--plan", plan);
    const after = await outputs();
    expect(after.rolloutPercent).toBe(10);
    expect(after.frontendDeploymentId).not.toBe(before.frontendDeploymentId);
    expect(after.apiDeployId).toBe(before.apiDeployId);
    const { low, high } = await sendTraffic(rehearsal.world.edge, rehearsal.file.domain);
    expect(low).toBeLessThan(10);
    expect(high).toBeGreaterThan(10);
  });

  it("S2.10 keeps the deployment that was built with the earlier percent, and has the zero twin of the new one", () => {
    const deployments = [...rehearsal.world.vercel.store.deployments.values()];
    expect(deployments.map(({ env }) => env.V2_ROLLOUT_PERCENT).toSorted()).toEqual(["0", "0", "10"]);
  });

  it("S1.1 imports a service that exists, and previews no change for what it imported", async () => {
    const created = await fetch(`${rehearsal.world.render.url}/services`, {
      method: "POST",
      headers: { authorization: `Bearer ${rehearsal.world.render.token}`, "content-type": "application/json" },
      body: JSON.stringify({
        type: "web_service",
        name: "made-by-hand",
        ownerId: rehearsal.file.owner,
        repo: rehearsal.file.repository,
        branch: rehearsal.file.branch,
        autoDeploy: "no",
        envVars: [{ key: "JWT_SECRET", value: rehearsal.secrets[0] }],
        serviceDetails: {
          runtime: "python",
          plan: "starter",
          region: "oregon",
          healthCheckPath: "/health",
          envSpecificDetails: { buildCommand: "pip install .", startCommand: "python main.py" },
        },
      }),
    });
    const { service } = (await created.json()) as { service: { id: string } };
    await succeed("import", "render:index:WebService", "made-by-hand", service.id, "--yes", "--protect=false");
    const state = JSON.parse((await succeed("stack", "export")).stdout);
    const imported = state.deployment.resources.find((resource: { id?: string }) => resource.id === service.id);
    expect(imported).toMatchObject({
      type: "render:index:WebService",
      inputs: { name: "made-by-hand", plan: "starter" },
    });
    await succeed("refresh", "--yes", "--expect-no-changes", "--target", imported.urn);
    await succeed("state", "delete", imported.urn, "--yes");
    await fetch(`${rehearsal.world.render.url}/services/${service.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${rehearsal.world.render.token}` },
    });
  });

  it("S0.5 fails the update when the deploy never gets healthy, keeps the service, and recovers with the next commit", async () => {
    rehearsal.world.git.push(rehearsal.file.repository, rehearsal.file.branch, "Break health", { healthStatus: 503 });
    await succeed("config", "set", "--path", "cutover:env.backend.CONTENT_EXTRACT_MAX_CHUNKS", "9");
    const failed = await pulumi(...up);
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain("update_failed");
    expect(rehearsal.world.inventory().services).toContain("twin-brains-api");

    rehearsal.world.git.push(rehearsal.file.repository, rehearsal.file.branch, "Fix health");
    await succeed(...up);
    await succeed(...up, "--expect-no-changes");
  });

  it("tells about itself and installs", async () => {
    expect((await succeed("about")).stdout).toContain("nodejs");
    await succeed("install");
  });

  it("gives the Render provider's schema", async () => {
    const { stdout } = await rehearsal.pulumi(["package", "get-schema", "./providers/render"]);
    expect(JSON.parse(stdout).resources).toHaveProperty("render:index:WebService");
  });

  it("leaves the world empty when the queue's protection is lifted, and then all is destroyed", async () => {
    await succeed("config", "set", "--path", "cutover:policy.levels.require-protected-stores", "advisory");
    await succeed("config", "set", "--path", "cutover:services.queue.allowDestroy", "true");
    await succeed(...up);
    await succeed("destroy", "--yes", "--skip-preview");
    for (const [noun, names] of Object.entries(rehearsal.world.inventory())) expect([noun, names]).toEqual([noun, []]);
    // `pulumi about` asks for its newest version; what counts is that the emulators knew every route.
    expect(rehearsal.world.unanswered().filter((request) => request.includes(" /"))).toEqual([]);
  });

  it("has shown no secret: not in state, output, plan, logs or the process list", async () => {
    const places: Place[] = [
      ...(await filesIn(rehearsal.world.folder)),
      ...said.map((run): Place => [run.command, run.command + run.stdout + run.stderr]),
      ["process list", [...seenProcesses].join("\n")],
    ];
    expect(seenProcesses.size).toBeGreaterThan(10);
    expect(leaksIn(places, rehearsal.secrets)).toEqual([]);
  });
});
