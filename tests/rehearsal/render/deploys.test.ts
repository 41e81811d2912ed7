import { describe, expect, it } from "vitest";
import { Faults } from "../../../rehearsal/core/faults.ts";
import { eventually } from "../../support/eventually.ts";
import { ownerId, repo, startWorld } from "./render-world.ts";

const host = "twin-brains-api.onrender.com";

describe("a deploy", () => {
  it("S0.5 goes through its phases to live, with the commit and the times of the world's clock", async () => {
    const world = await startWorld();
    world.clock.advance(365 * 86_400_000);
    const { id, deployId } = await world.create();
    const { body } = await world.get(`/services/${id}/deploys/${deployId}`);

    expect(world.render.state.deploys.get(deployId)?.history.map(({ status }) => status)).toEqual([
      ...["created", "queued", "build_in_progress", "update_in_progress", "live"],
    ]);
    expect(body).toMatchObject({ id: deployId, status: "live", trigger: "api", commit: { message: "First release" } });
    expect(Date.parse(body.finishedAt)).toBeGreaterThan(Date.now() + 364 * 86_400_000);
    expect(body.createdAt < body.startedAt && body.startedAt < body.finishedAt).toBe(true);
  });

  it("gives the host its traffic only once it is live", async () => {
    const { create, visit, render } = await startWorld({ deployMs: 30 });
    await create({}, { settle: false });

    expect((await visit(host)).status).toBe(404);
    await render.settled();
    expect(await visit(host)).toMatchObject({ status: 200, text: '{"status":"healthy","processors_available":true}' });
  });

  it("deactivates the deploy that was live before", async () => {
    const { create, post, get, render } = await startWorld();
    const { id } = await create();
    const { status, body } = await post(`/services/${id}/deploys`, {});
    await render.settled();

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: "build_in_progress", startedAt: expect.any(String) });
    const { body: listed } = await get(`/services/${id}/deploys`);
    expect(listed.map(({ deploy }: { deploy: { status: string } }) => deploy.status)).toEqual(["live", "deactivated"]);
  });

  it("runs with the variables it was deployed with, whatever is set later", async () => {
    const { create, put, post, visit, render } = await startWorld();
    const { id } = await create();
    const allowed = async () => {
      const preflight = { method: "OPTIONS", headers: { origin: "https://app.example" } };
      return (await visit(host, "/health", preflight)).headers.get("access-control-allow-origin");
    };
    await put(`/services/${id}/env-vars/ALLOWED_ORIGINS`, { value: "https://app.example" });

    expect(await allowed()).toBeNull();
    await post(`/services/${id}/deploys`, {});
    await render.settled();
    expect(await allowed()).toBe("https://app.example");
  });

  it("runs the pre-deploy command between build and update", async () => {
    const { create, render } = await startWorld();
    const { deployId } = await create({ serviceDetails: { preDeployCommand: "alembic upgrade head" } });

    expect(render.state.deploys.get(deployId)?.history.map(({ status }) => status)).toContain("pre_deploy_in_progress");
  });

  it("deploys the commit that is asked for, and refuses one that is not there", async () => {
    const { create, post, git, render } = await startWorld();
    const { id } = await create();
    const first = git.resolve(repo, "main")?.sha;
    git.push(repo, "main", "Second release");

    expect((await post(`/services/${id}/deploys`, { commitId: first })).body.commit.id).toBe(first);
    await render.settled();
    expect((await post(`/services/${id}/deploys`, {})).body.commit.message).toBe("Second release");
    expect((await post(`/services/${id}/deploys`, { commitId: "0000000" })).status).toBe(400);
  });

  it("skips the build with deploy_only, which goes with no other field", async () => {
    const { create, post, render } = await startWorld();
    const { id } = await create();
    const { body } = await post(`/services/${id}/deploys`, { deployMode: "deploy_only" });
    await render.settled();

    expect(render.state.deploys.get(body.id)?.history.map(({ status }) => status)).not.toContain("build_in_progress");
    expect((await post(`/services/${id}/deploys`, { deployMode: "deploy_only", clearCache: "clear" })).status).toBe(
      400,
    );
  });

  it("changes an image's tag but not its repository", async () => {
    const { create, post, render } = await startWorld();
    const image = { imagePath: "nginx:1.27", ownerId: "" };
    const { id } = await create({
      repo: null,
      branch: null,
      image,
      serviceDetails: { runtime: "image", envSpecificDetails: {} },
    });

    expect((await post(`/services/${id}/deploys`, { imageUrl: "docker.io/library/nginx:1.28" })).body.image.ref).toBe(
      "docker.io/library/nginx:1.28",
    );
    await render.settled();
    expect(await post(`/services/${id}/deploys`, { imageUrl: "redis:7" })).toMatchObject({
      status: 400,
      body: { message: "only the image tag or digest can be updated when creating a deploy" },
    });
  });

  it("filters by status", async () => {
    const { create, post, get, render } = await startWorld();
    const { id, deployId } = await create();
    await post(`/services/${id}/deploys`, {});
    await render.settled();

    const { body } = await get(`/services/${id}/deploys?status=deactivated,canceled`);
    expect(body.map(({ deploy }: { deploy: { id: string } }) => deploy.id)).toEqual([deployId]);
    expect((await get(`/services/${id}/deploys?status=done`)).status).toBe(400);
  });

  it("is not found under another service", async () => {
    const { create, get } = await startWorld();
    const { deployId } = await create();
    const { id } = await create({ name: "other" });

    expect((await get(`/services/${id}/deploys/${deployId}`)).status).toBe(404);
  });
});

describe("overlapping deploys", () => {
  it("answers 202 without a body and queues behind the running one; the latest wins", async () => {
    const { create, post, get, render } = await startWorld({ deployMs: 20 });
    const { id } = await create({}, { settle: false });
    const first = await post(`/services/${id}/deploys`, {});
    const second = await post(`/services/${id}/deploys`, {});

    expect([first, second]).toMatchObject([
      { status: 202, body: undefined },
      { status: 202, body: undefined },
    ]);
    const statuses = async () =>
      (await get(`/services/${id}/deploys`)).body.map(({ deploy }: { deploy: { status: string } }) => deploy.status);
    expect((await statuses()).slice(0, 2)).toEqual(["queued", "canceled"]);
    await render.settled();
    expect(await statuses()).toEqual(["live", "canceled", "deactivated"]);
  });

  it("cancels the running one on request, and not a finished one", async () => {
    const { create, post, get, render } = await startWorld({ deployMs: 60_000 });
    const { id, deployId } = await create({}, { settle: false });
    const canceled = await post(`/services/${id}/deploys/${deployId}/cancel`);

    expect(canceled).toMatchObject({ status: 200, body: { status: "canceled", finishedAt: expect.any(String) } });
    expect((await post(`/services/${id}/deploys/${deployId}/cancel`)).status).toBe(400);
    await render.settled();
    expect((await get(`/services/${id}`)).status).toBe(200);
  });
});

describe("a failing deploy", () => {
  it("S0.5 shows the build's failing lines and keeps the instance before", async () => {
    const { create, post, get, git, visit, render } = await startWorld();
    const { id } = await create();
    git.push(repo, "main", "Broken", { buildFailure: ["ModuleNotFoundError: No module named 'prompts'"] });
    const { body } = await post(`/services/${id}/deploys`, {});
    await render.settled();

    expect((await get(`/services/${id}/deploys/${body.id}`)).body.status).toBe("build_failed");
    expect(render.logsOf(id)).toContainEqual(
      expect.objectContaining({
        type: "build",
        level: "error",
        message: "ModuleNotFoundError: No module named 'prompts'",
      }),
    );
    expect((await visit(host)).status).toBe(200);
  });

  it("S0.6 never becomes live while /health answers 503, and keeps the instance before", async () => {
    const { create, post, get, git, edge, render } = await startWorld();
    const { id, deployId } = await create();
    const origin = edge.originOf(host);
    git.push(repo, "main", "Sick", { healthStatus: 503 });
    const { body } = await post(`/services/${id}/deploys`, {});
    await render.settled();

    expect((await get(`/services/${id}/deploys/${body.id}`)).body.status).toBe("update_failed");
    expect((await get(`/services/${id}/deploys/${deployId}`)).body.status).toBe("live");
    expect(edge.originOf(host)).toBe(origin);
    expect(render.logsOf(id).map(({ message }) => message)).toContain(
      "==> Timed out waiting for GET /health: answered 503",
    );
  });

  it("S0.6 takes a redirect for healthy, as the vendor does", async () => {
    const { create, get } = await startWorld({ traits: { healthStatus: 302 } });
    const { id, deployId } = await create();

    expect((await get(`/services/${id}/deploys/${deployId}`)).body.status).toBe("live");
  });

  it("asks for nothing without a health check path", async () => {
    const { create, get } = await startWorld({ traits: { healthStatus: 503 } });
    const { id, deployId } = await create({ serviceDetails: { healthCheckPath: "" } });

    expect((await get(`/services/${id}/deploys/${deployId}`)).body.status).toBe("live");
  });

  it("S0.11 names the variable in the log of an app that refuses to start", async () => {
    const { create, get, render } = await startWorld();
    const { id, deployId } = await create({ envVars: [] });

    expect((await get(`/services/${id}/deploys/${deployId}`)).body.status).toBe("update_failed");
    expect(render.logsOf(id).at(-1)).toMatchObject({ level: "error", message: expect.stringContaining("JWT_SECRET") });
  });

  it.each(["build_failed", "pre_deploy_failed", "update_failed", "canceled"])(
    "ends as %s when a fault asks for it, once",
    async (state) => {
      const faults = new Faults();
      const { create, post, get, render } = await startWorld({ faults });
      const { id } = await create();
      faults.add({ kind: "deploy", at: "twin-brains-api", state });
      const failing = (await post(`/services/${id}/deploys`, {})).body.id;
      await render.settled();
      const next = (await post(`/services/${id}/deploys`, {})).body.id;
      await render.settled();

      expect((await get(`/services/${id}/deploys/${failing}`)).body.status).toBe(state);
      expect((await get(`/services/${id}/deploys/${next}`)).body.status).toBe("live");
    },
  );
});

describe("rollback", () => {
  it("S0.9 keeps the service's variables of then and takes its env groups' values of now", async () => {
    const { create, post, put, render } = await startWorld();
    const { id, deployId } = await create({ envVars: [{ key: "JWT_SECRET", value: "old" }] });
    const group = (await post("/env-groups", { name: "g", ownerId, envVars: [{ key: "LOG_LEVEL", value: "info" }] }))
      .body;
    await post(`/env-groups/${group.id}/services/${id}`);
    await put(`/services/${id}/env-vars/JWT_SECRET`, { value: "new" });
    await post(`/services/${id}/deploys`, {});
    await render.settled();
    await put(`/env-groups/${group.id}/env-vars/LOG_LEVEL`, { value: "debug" });

    const { body } = await post(`/services/${id}/rollback`, { deployId });
    await render.settled();
    expect(render.state.deploys.get(body.id)).toMatchObject({
      ...{ status: "live", trigger: "rollback" },
      snapshot: { env: { JWT_SECRET: "old" }, groupEnv: { LOG_LEVEL: "debug" } },
    });
  });

  it("S0.9 starts a new deploy of the old artifact with its variables, and leaves the service's settings", async () => {
    const { create, put, post, get, visit, git, render } = await startWorld();
    const { id, deployId } = await create();
    git.push(repo, "main", "Second release", { processors: false });
    await put(`/services/${id}/env-vars`, [
      { key: "JWT_SECRET", value: "new" },
      { key: "ALLOWED_ORIGINS", value: "*" },
    ]);
    await post(`/services/${id}/deploys`, {});
    await render.settled();

    const { status, body } = await post(`/services/${id}/rollback`, { deployId });
    await render.settled();

    expect(status).toBe(201);
    expect(body).toMatchObject({ trigger: "rollback", commit: { message: "First release" } });
    expect(body.id).not.toBe(deployId);
    expect(render.state.deploys.get(body.id)?.history.map(({ status: at }) => at)).toEqual([
      "created",
      "queued",
      "update_in_progress",
      "live",
    ]);
    const answer = await visit(host, "/health", { headers: { origin: "https://any.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.text).toContain('"processors_available":true');
    expect((await get(`/services/${id}/env-vars`)).body).toHaveLength(2);
  });

  it("does not switch auto-deploy off", async () => {
    const { create, post, get, render } = await startWorld();
    const { id, deployId } = await create({ autoDeployTrigger: "commit" });
    await post(`/services/${id}/rollback`, { deployId });
    await render.settled();

    expect((await get(`/services/${id}`)).body.autoDeployTrigger).toBe("commit");
  });

  it("refuses a deploy that was never live or is not there", async () => {
    const { create, post } = await startWorld({ traits: { buildFailure: ["no"] } });
    const { id, deployId } = await create();

    expect((await post(`/services/${id}/rollback`, { deployId })).status).toBe(400);
    expect((await post(`/services/${id}/rollback`, { deployId: "dep-x" })).status).toBe(404);
  });
});

describe("auto-deploy", () => {
  it.each([
    ["commit", "main", ["new_commit", "api"]],
    ["commit", "other", ["api"]],
    ["off", "main", ["api"]],
    ["checksPass", "main", ["api"]],
  ])("S0.1 with trigger %s a push to %s leads to %o", async (autoDeployTrigger, branch, triggers) => {
    const { create, get, git, render } = await startWorld();
    const { id } = await create({ autoDeployTrigger });
    git.push(repo, branch, "Second release");
    await render.settled();

    const { body } = await get(`/services/${id}/deploys`);
    expect(body.map(({ deploy }: { deploy: { trigger: string } }) => deploy.trigger)).toEqual(triggers);
  });

  it("D13 deploys when the checks of the head pass, where the service waits for them", async () => {
    const { create, get, git, render } = await startWorld();
    const { id } = await create({ autoDeployTrigger: "checksPass" });
    const commit = git.push(repo, "main", "Second release");
    render.checksPassed(commit);
    await render.settled();

    expect((await get(`/services/${id}/deploys`)).body[0].deploy).toMatchObject({
      status: "live",
      commit: { id: commit.sha },
    });
  });
});

it("finishes the requests of the old instance before it stops", async () => {
  const { create, post, visit, render } = await startWorld({ deployMs: 2 });
  const { id } = await create();
  const answers: Promise<{ status: number }>[] = [];
  const traffic = setInterval(() => answers.push(visit(host)), 1);
  await post(`/services/${id}/deploys`, {});
  await render.settled();
  await eventually(() => expect(answers.length).toBeGreaterThan(10));
  clearInterval(traffic);

  expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
});
