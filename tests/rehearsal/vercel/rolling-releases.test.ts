import { expect, it } from "vitest";
import { provider } from "./sequences/provider.ts";
import { built } from "./world.ts";

const stages = [{ targetPercentage: 10 }, { targetPercentage: 50 }, { targetPercentage: 100 }];
const minutes = 60_000;

/** A project that rolls its releases, one deployment in production and a staged one; `deploy` waits for the end of a build. */
async function withRolling(config: object = { advancementType: "manual-approval", stages }) {
  const world = await provider();
  const { call, project, edge } = world;
  const at = `/v1/projects/${project.id}/rolling-release`;
  await call(200, "PATCH", `/v9/projects/${project.id}`, { ssoProtection: null });
  const deploy = async (percent: string, more: object = {}) => {
    const made = await call(200, "POST", "/v13/deployments", {
      ...{ project: project.id, target: "production", env: { V2_ROLLOUT_PERCENT: percent }, ...more },
      gitSource: { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" },
    });
    await built(world, made.id);
    return made.id as string;
  };
  const first = await deploy("0");
  await call(200, "PATCH", `${at}/config`, { enabled: true, ...config });
  const second = await deploy("10", { autoAssignCustomDomains: false });
  const ask = async (init: RequestInit = {}, query = "") => {
    const answer = await edge.fetch(`https://twin-brains.vercel.app/${query}`, init);
    const { percent } = (await answer.json()) as { percent: string };
    return { percent, cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
  };
  /** How many of a hundred new visitors get the second deployment. */
  const share = async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask()));
    return answers.filter(({ percent }) => percent === "10").length;
  };
  return { ...world, at, first, second, deploy, ask, share };
}

it("the configuration is sent as the provider does: off, the stages, on; and deleted", async () => {
  const { call, project } = await provider();
  const config = `/v1/projects/${project.id}/rolling-release/config`;
  expect(await call(200, "GET", config)).toEqual({ rollingRelease: null });
  await call(200, "PATCH", config, { enabled: false, advancementType: "", stages: [] });
  const timed = [{ targetPercentage: 20, duration: 10 }, { targetPercentage: 100 }];
  await call(200, "PATCH", config, { enabled: false, advancementType: "automatic", stages: timed });
  const on = { enabled: true, advancementType: "automatic", stages: timed };
  expect(await call(200, "PATCH", config, on)).toEqual({ rollingRelease: { target: "production", ...on } });
  expect(await call(200, "GET", config)).toEqual({ rollingRelease: { target: "production", ...on } });
  expect(await call(200, "DELETE", config)).toEqual({ rollingRelease: null });
});

it.each([
  ["one stage", "manual-approval", [{ targetPercentage: 100 }]],
  ["a last stage below 100", "manual-approval", [{ targetPercentage: 10 }, { targetPercentage: 90 }]],
  [
    "falling percentages",
    "manual-approval",
    [{ targetPercentage: 50 }, { targetPercentage: 20 }, { targetPercentage: 100 }],
  ],
  [
    "a duration with manual approval",
    "manual-approval",
    [{ targetPercentage: 10, duration: 5 }, { targetPercentage: 100 }],
  ],
  ["no duration with automatic advancement", "automatic", [{ targetPercentage: 10 }, { targetPercentage: 100 }]],
])("a configuration with %s is refused", async (_, advancementType, wrong) => {
  const { send, project } = await provider();
  const body = { enabled: true, advancementType, stages: wrong };
  expect((await send("PATCH", `/v1/projects/${project.id}/rolling-release/config`, body)).status).toBe(400);
});

it("the front door shares production out by the stage's percentage until the last stage is approved", async () => {
  const { call, at, first, second, share, project } = await withRolling();
  expect(await share()).toBe(0);
  const canaryDeploymentId = second;
  const started = await call(200, "POST", `${at}/start`, { canaryDeploymentId });
  expect(started.rollingRelease).toMatchObject({
    ...{ state: "ACTIVE", currentDeployment: { id: first }, canaryDeployment: { id: second } },
    activeStage: { index: 0, targetPercentage: 10 },
    nextStage: { index: 1, targetPercentage: 50, isFinalStage: false },
  });
  expect(await call(200, "GET", `/v13/deployments/${second}`)).toMatchObject({ readySubstate: "ROLLING" });
  expect(await share()).toBe(10);
  await call(200, "POST", `${at}/approve-stage`, { canaryDeploymentId, nextStageIndex: 1 });
  expect(await share()).toBe(50);
  expect((await call(400, "POST", `${at}/approve-stage`, { canaryDeploymentId, nextStageIndex: 1 })).error.code).toBe(
    "bad_request",
  );
  await call(200, "POST", `${at}/approve-stage`, { canaryDeploymentId, nextStageIndex: 2 });
  expect(await share()).toBe(100);
  expect((await call(200, "GET", at)).rollingRelease).toMatchObject({ state: "COMPLETE", activeStage: null });
  expect((await call(200, "GET", `/v9/projects/${project.id}`)).targets.production).toMatchObject({
    id: second,
    readySubstate: "PROMOTED",
  });
});

it("a visitor stays with one deployment, and may ask for the canary", async () => {
  const { call, at, second, ask } = await withRolling();
  await call(200, "POST", `${at}/start`, { canaryDeploymentId: second });
  const { percent, cookie } = await ask();
  const again = await Promise.all(Array.from({ length: 20 }, () => ask({ headers: { cookie } })));
  expect(new Set(again.map((one) => one.percent))).toEqual(new Set([percent]));
  expect((await ask({}, "?vcrrForceCanary=true")).percent).toBe("10");
});

it("stages with a duration follow each other by the world's clock", async () => {
  const timed = [
    { targetPercentage: 20, duration: 10 },
    { targetPercentage: 60, duration: 30 },
    { targetPercentage: 100 },
  ];
  const { call, at, second, share, clock } = await withRolling({ advancementType: "automatic", stages: timed });
  await call(200, "POST", `${at}/start`, { canaryDeploymentId: second });
  expect(await share()).toBe(20);
  clock.advance(11 * minutes);
  expect(await share()).toBe(60);
  clock.advance(30 * minutes);
  expect(await share()).toBe(100);
  expect((await call(200, "GET", at)).rollingRelease.state).toBe("COMPLETE");
});

it("complete gives the canary all traffic at once", async () => {
  const { call, at, second, share } = await withRolling();
  await call(200, "POST", `${at}/start`, { canaryDeploymentId: second });
  await call(200, "POST", `${at}/complete`, { canaryDeploymentId: second });
  expect(await share()).toBe(100);
  expect((await call(404, "POST", `${at}/complete`, { canaryDeploymentId: second })).error.code).toBe("not_found");
});

it("a rollback aborts the release and leaves everybody with what was there before", async () => {
  const { call, at, first, second, share, project } = await withRolling();
  await call(201, "POST", `/v10/projects/${project.id}/promote/${second}`, {});
  expect(await share()).toBe(10);
  await call(201, "POST", `/v1/projects/${project.id}/rollback/${first}`);
  expect(await share()).toBe(0);
  expect((await call(200, "GET", at)).rollingRelease.state).toBe("ABORTED");
});

it("a change of the configuration does not change a release under way", async () => {
  const { call, at, second, share } = await withRolling();
  await call(200, "POST", `${at}/start`, { canaryDeploymentId: second });
  await call(200, "PATCH", `${at}/config`, {
    enabled: true,
    advancementType: "manual-approval",
    stages: [{ targetPercentage: 90 }, { targetPercentage: 100 }],
  });
  expect(await share()).toBe(10);
});

it("a paused project answers 503 until it goes on", async () => {
  const { call, project, edge } = await withRolling();
  await call(200, "POST", `/v1/projects/${project.id}/pause`);
  expect((await edge.fetch("https://twin-brains.vercel.app/")).status).toBe(503);
  await call(200, "POST", `/v1/projects/${project.id}/unpause`);
  expect((await edge.fetch("https://twin-brains.vercel.app/")).status).toBe(200);
});
