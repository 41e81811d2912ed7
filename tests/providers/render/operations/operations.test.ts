import { beforeEach, describe, expect, it } from "vitest";
import { deployCommit } from "../../../../providers/render/operations/deploy-commit.ts";
import { listDeploys, wereLive } from "../../../../providers/render/operations/list-deploys.ts";
import { resume } from "../../../../providers/render/operations/resume.ts";
import { rollBack } from "../../../../providers/render/operations/roll-back.ts";
import { suspend } from "../../../../providers/render/operations/suspend.ts";
import { PATIENCE } from "../../../../providers/render/resources/patience.ts";
import { cronProgram, program, REPO, startWorld, type World } from "../support/world.ts";

let world: World;
let serviceId: string;
const lines: string[] = [];
const patience = { ...PATIENCE, limitMs: 10_000, firstMs: 2, mostMs: 10, unconfirmedMs: 60 };
const following = { patience, progress: (line: string) => lines.push(line) };

beforeEach(async () => {
  lines.length = 0;
  world = await startWorld();
  const stack = world.stack();
  await stack.up(program);
  serviceId = stack.id ?? "";
  world.sent.length = 0;
});
const push = (message: string, traits = {}) => world.git.push(REPO, "main", message, traits);
const live = () => world.render.state.services.get(serviceId)?.liveDeployId;

describe("deploying a commit", () => {
  it("S0.5 deploys exactly that commit, though the branch has gone on, and waits for that deploy", async () => {
    const wanted = push("Wanted");
    push("Later");
    const { deploy } = await deployCommit(world.client, { serviceId, commitId: wanted.sha }, following);
    expect(deploy).toMatchObject({ status: "live", commit: { id: wanted.sha } });
    expect(live()).toBe(deploy.id);
    expect(lines.at(-1)).toMatch(new RegExp(`^deploy ${deploy.id}: live`));
  });

  it("S0.5 finds its deploy when Render queues it without a body", async () => {
    const wanted = push("Wanted");
    world.faults.add({ kind: "slow-deploy", at: program.name, delayMs: 300, phase: "build" });
    await world.client.deploys.start(serviceId, {});
    const { deploy } = await deployCommit(world.client, { serviceId, commitId: wanted.sha }, following);
    expect(deploy.commit?.id).toBe(wanted.sha);
    expect(lines).toContain(`a deploy of ${serviceId} is queued behind a running one`);
  });

  it("fails with the log's last lines when the build fails, and leaves what was live", async () => {
    const before = live();
    const broken = push("Broken", { buildFailure: ["error: no such module"] });
    await expect(deployCommit(world.client, { serviceId, commitId: broken.sha }, following)).rejects.toThrow(
      /RENDER_DEPLOY_FAILED[\s\S]*\| error: no such module/,
    );
    expect(live()).toBe(before);
  });

  it("deploys a cron job's head, and fails when that is another commit", async () => {
    const cron = world.cron();
    await cron.up(cronProgram);
    const given = { serviceId: cron.id ?? "", commitId: push("Wanted").sha };
    expect((await deployCommit(world.client, given, following)).deploy.status).toBe("live");
    push("Later");
    await expect(deployCommit(world.client, given, following)).rejects.toThrow("RENDER_OTHER_COMMIT");
  });

  it("refuses a suspended service and one that is not there", async () => {
    await suspend(world.client, { serviceId });
    const commitId = push("Wanted").sha;
    await expect(deployCommit(world.client, { serviceId, commitId }, following)).rejects.toThrow(
      "RENDER_SERVICE_SUSPENDED",
    );
    await expect(deployCommit(world.client, { serviceId: "srv-0", commitId }, following)).rejects.toThrow(
      "RENDER_SERVICE_GONE",
    );
  });

  it("stops waiting at once when it is aborted", async () => {
    const stop = new AbortController();
    const signal = stop.signal;
    const progress = () => stop.abort(new Error("stopped by the operator"));
    const given = { serviceId, commitId: push("Wanted").sha };
    await expect(deployCommit(world.client, given, { patience, progress, signal })).rejects.toThrow(
      "stopped by the operator",
    );
  });
});

describe("rolling back", () => {
  it("S0.9 switches auto-deploy off first, then waits for the deploy that the rollback started", async () => {
    await world.client.services.patch(serviceId, { autoDeployTrigger: "checksPass" });
    const good = live() ?? "";
    await deployCommit(world.client, { serviceId, commitId: push("Bad").sha }, following);
    const [target] = wereLive(await listDeploys(world.client, { serviceId }));
    expect(target?.id).toBe(good);

    world.sent.length = 0;
    const done = await rollBack(world.client, { serviceId, deployId: good }, following);
    expect(done).toMatchObject({ autoDeployBefore: "checksPass", deploy: { status: "live", trigger: "rollback" } });
    expect(done.deploy.commit?.id).toBe(target?.commit?.id);
    expect(world.writes()).toEqual([`PATCH /services/${serviceId}`, `POST /services/${serviceId}/rollback`]);
    expect(world.render.state.services.get(serviceId)?.settings.autoDeployTrigger).toBe("off");
  });

  it("leaves alone the auto-deploy of a service of an image, which nothing deploys by itself", async () => {
    const { repo: _, ...given } = program;
    const stack = world.stack();
    await stack.up({ ...given, name: "of-an-image", runtime: "image", image: { path: "nginx:1" } });
    const good = stack.state.deployId;
    await stack.up({ ...given, name: "of-an-image", runtime: "image", image: { path: "nginx:2" } });
    world.sent.length = 0;
    const done = await rollBack(world.client, { serviceId: stack.id ?? "", deployId: good }, following);
    expect(done.autoDeployBefore).toBe("off");
    expect(world.writes()).toEqual([`POST /services/${stack.id}/rollback`]);
    expect(world.render.state.deploys.get(done.deploy.id)?.image?.ref).toBe("docker.io/library/nginx:1");
  });

  it("refuses a deploy that was never live, in Render's words", async () => {
    const broken = push("Broken", { buildFailure: ["no"] });
    await deployCommit(world.client, { serviceId, commitId: broken.sha }, following).catch(() => {});
    const [failed] = await listDeploys(world.client, { serviceId, limit: 1 });
    await expect(rollBack(world.client, { serviceId, deployId: failed?.id ?? "" }, following)).rejects.toThrow(
      /RENDER_BAD_REQUEST.*was never live/,
    );
  });
});

it("S1.14 suspends, and resumes with the deploy that this starts", async () => {
  await suspend(world.client, { serviceId });
  expect(world.render.state.services.get(serviceId)?.suspended).toBe(true);
  const { deploy } = await resume(world.client, { serviceId }, following);
  expect(deploy).toMatchObject({ status: "live", trigger: "service_resumed" });
  expect((await resume(world.client, { serviceId }, following)).deploy).toBeUndefined();
});
