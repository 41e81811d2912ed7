import { describe, expect, it } from "vitest";
import { ownerId, repo, startWorld, webService } from "./render-world.ts";

describe("creating a service", () => {
  it("S1.1 answers 201 with the service and its first deploy, also with auto-deploy off", async () => {
    const { post } = await startWorld();
    const { status, body } = await post("/services", webService());

    expect(status).toBe(201);
    expect(body).toEqual({
      deployId: expect.stringMatching(/^dep-[0-9a-v]{20}$/),
      service: expect.objectContaining({
        id: expect.stringMatching(/^srv-[0-9a-v]{20}$/),
        ...{ name: "twin-brains-api", slug: "twin-brains-api", ownerId, repo, branch: "main", type: "web_service" },
        ...{ autoDeploy: "no", autoDeployTrigger: "off", suspended: "not_suspended", suspenders: [], rootDir: "" },
      }),
    });
    expect(body.service.serviceDetails).toMatchObject({
      ...{ env: "python", runtime: "python", plan: "starter", region: "oregon", numInstances: 1, buildPlan: "starter" },
      ...{ healthCheckPath: "/health", url: "https://twin-brains-api.onrender.com" },
      ...{ pullRequestPreviewsEnabled: "no", previews: { generation: "off" } },
      openPorts: [{ port: 10000, protocol: "TCP" }],
      envSpecificDetails: { buildCommand: "pip install -r requirements.txt", startCommand: "uvicorn main:app" },
    });
  });

  it("gives two worlds the same ids", async () => {
    const [one, other] = await Promise.all([startWorld(), startWorld()]);

    expect((await one.create()).id).toBe((await other.create()).id);
  });

  it("prints the same createdAt in the POST and afterwards, to the microsecond", async () => {
    const { create, get } = await startWorld();
    const { id, service } = await create();
    const later = (await get(`/services/${id}`)).body.createdAt;

    expect(service.createdAt).toMatch(/\.\d{1,6}Z$/);
    expect(later).toBe(service.createdAt);
  });

  it("adds a suffix to the slug when another customer has it", async () => {
    const { create } = await startWorld({ foreignSlugs: ["twin-brains-api"] });
    const { service } = await create();

    expect(service.slug).toMatch(/^twin-brains-api-[0-9a-v]{4}$/);
    expect(service.serviceDetails.url).toBe(`https://${service.slug}.onrender.com`);
  });

  it("normalises an image and leaves Git's fields out", async () => {
    const { create, get } = await startWorld();
    const image = { imagePath: "nginx", ownerId };
    const serviceDetails = { runtime: "image", envSpecificDetails: {} };
    const { id, deployId, service } = await create({ repo: null, branch: null, image, serviceDetails });

    expect(service.imagePath).toBe("docker.io/library/nginx:latest");
    expect(service).not.toHaveProperty("repo");
    expect(service.serviceDetails.envSpecificDetails).toEqual({
      dockerCommand: "",
      dockerContext: "",
      dockerfilePath: "",
    });
    expect((await get(`/services/${id}/deploys/${deployId}`)).body).toMatchObject({
      status: "live",
      commit: null,
      image: { ref: "docker.io/library/nginx:latest", sha: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
  });

  it("answers the pre-deploy command among the runtime's details", async () => {
    const { create } = await startWorld();
    const { service } = await create({ serviceDetails: { preDeployCommand: "alembic upgrade head" } });

    expect(service.serviceDetails).not.toHaveProperty("preDeployCommand");
    expect(service.serviceDetails.envSpecificDetails.preDeployCommand).toBe("alembic upgrade head");
  });

  it("forces pullRequestPreviewsEnabled to yes with automatic previews", async () => {
    const { create } = await startWorld();
    const serviceDetails = { previews: { generation: "automatic" }, pullRequestPreviewsEnabled: "no" };

    expect((await create({ serviceDetails })).service.serviceDetails.pullRequestPreviewsEnabled).toBe("yes");
  });

  it("leaves out a build filter of nulls", async () => {
    const { create } = await startWorld();

    expect((await create({ buildFilter: { paths: null, ignoredPaths: null } })).service).not.toHaveProperty(
      "buildFilter",
    );
  });

  it.each([
    ["a branch that is not there", { branch: "nope" }, 400, `repository or branch not found: ${repo} nope`],
    [
      "another repository",
      { repo: "https://github.com/acme/x" },
      400,
      "repository or branch not found: https://github.com/acme/x main",
    ],
    ["a cron job without a schedule", { type: "cron_job" }, 400, "serviceDetails.schedule: required"],
    [
      "a free worker",
      { type: "background_worker", serviceDetails: { plan: "free" } },
      400,
      "serviceDetails.plan: a background_worker has no plan free",
    ],
    ["no runtime", { serviceDetails: { runtime: undefined } }, 400, "serviceDetails.runtime: required"],
    ["an unknown workspace", { ownerId: "tea-x" }, 404, "not found: tea-x"],
    [
      "a path without a slash",
      { serviceDetails: { healthCheckPath: "health" } },
      400,
      'serviceDetails.healthCheckPath: must start with "/"',
    ],
    [
      "commands of another runtime",
      { serviceDetails: { runtime: "docker" } },
      400,
      "serviceDetails.envSpecificDetails.buildCommand: not allowed for runtime docker",
    ],
    [
      "no start command",
      { serviceDetails: { envSpecificDetails: { buildCommand: "x" } } },
      400,
      "serviceDetails.envSpecificDetails.startCommand: required for runtime python",
    ],
    [
      "an image and a repository",
      { image: { imagePath: "nginx", ownerId: "" } },
      400,
      "runtime python needs a repo and no image",
    ],
    [
      "a key twice",
      {
        envVars: [
          { key: "A", value: "1" },
          { key: "A", value: "2" },
        ],
      },
      400,
      "envVars: duplicate key",
    ],
    [
      "an unknown registry credential",
      { image: { imagePath: "nginx", registryCredentialId: "rgc-1" } },
      404,
      "not found: rgc-1",
    ],
  ])("refuses %s and makes nothing", async (_, overrides: object, status, message) => {
    const { post, render, edge } = await startWorld();
    const answer = await post("/services", webService({ ...overrides }));

    expect(answer).toMatchObject({ status, body: { message } });
    expect(render.inventory()).toMatchObject({ services: [] });
    expect(edge.hosts()).toEqual([]);
  });

  it("lists every fault of a body and repeats no value", async () => {
    const { post } = await startWorld();
    const envVars = [{ key: "1 bad", value: "s3cret" }];
    const { body } = await post(
      "/services",
      webService({ envVars, serviceDetails: { plan: "startr", region: "mars" } }),
    );

    expect(body.message).toMatch(/envVars\.0\.key: .*; serviceDetails\.plan: .*; serviceDetails\.region: /);
    expect(body.message).not.toContain("s3cret");
  });

  it("takes the older name of the runtime, and ignores fields that the API does not describe", async () => {
    const { post } = await startWorld();
    const { status, body } = await post(
      "/services",
      webService({ colour: "red", serviceDetails: { runtime: undefined, env: "python", colour: "red" } }),
    );

    expect(status).toBe(201);
    expect(body.service).not.toHaveProperty("colour");
    expect(body.service.serviceDetails).toMatchObject({ runtime: "python", env: "python" });
  });

  it("answers 409 for a name in use in the workspace", async () => {
    const { create, post } = await startWorld();
    await create();

    expect(await post("/services", webService())).toMatchObject({
      status: 409,
      body: { message: "name is already in use: twin-brains-api" },
    });
  });
});

describe("changing a service", () => {
  it("changes what is sent, keeps what is left out, and returns to the default for null", async () => {
    const { create, patch } = await startWorld();
    const { id } = await create({
      rootDir: "backend",
      serviceDetails: { plan: "standard", maxShutdownDelaySeconds: 60 },
    });
    const { body } = await patch(`/services/${id}`, {
      rootDir: null,
      serviceDetails: { plan: "pro", maxShutdownDelaySeconds: null },
    });

    expect(body.rootDir).toBe("");
    expect(body.serviceDetails).toMatchObject({ plan: "pro", healthCheckPath: "/health" });
    expect(body.serviceDetails).not.toHaveProperty("maxShutdownDelaySeconds");
  });

  it("keeps slug and URL when a service is renamed", async () => {
    const { create, patch } = await startWorld();
    const { id } = await create();
    const { body } = await patch(`/services/${id}`, { name: "new-name" });

    expect(body).toMatchObject({
      name: "new-name",
      slug: "twin-brains-api",
      serviceDetails: { url: "https://twin-brains-api.onrender.com" },
    });
  });

  it("answers 409 when the new name is taken, and changes nothing", async () => {
    const { create, patch, get } = await startWorld();
    await create({ name: "other" });
    const { id } = await create();

    expect((await patch(`/services/${id}`, { name: "other", rootDir: "x" })).status).toBe(409);
    expect((await get(`/services/${id}`)).body).toMatchObject({ name: "twin-brains-api", rootDir: "" });
  });

  it.each([
    [{ autoDeploy: "yes" }, { autoDeploy: "yes", autoDeployTrigger: "commit" }],
    [{ autoDeployTrigger: "checksPass" }, { autoDeploy: "yes", autoDeployTrigger: "checksPass" }],
    [{ autoDeploy: "no" }, { autoDeploy: "no", autoDeployTrigger: "off" }],
  ])("mirrors %o in the other form of auto-deploy", async (sent, expected) => {
    const { create, patch } = await startWorld();
    const { id } = await create();

    expect((await patch(`/services/${id}`, sent)).body).toMatchObject(expected);
  });

  it("keeps a pre-deploy command that was set as empty, and one that never was as absent", async () => {
    const { create, patch } = await startWorld();
    const { id } = await create();
    const change = (preDeployCommand: string) => patch(`/services/${id}`, { serviceDetails: { preDeployCommand } });

    expect((await change("")).body.serviceDetails.envSpecificDetails).not.toHaveProperty("preDeployCommand");
    await change("alembic upgrade head");
    expect((await change("")).body.serviceDetails.envSpecificDetails.preDeployCommand).toBe("");
  });

  it("starts no deploy and reaches no running instance", async () => {
    const { create, patch, get } = await startWorld();
    const { id } = await create();
    await patch(`/services/${id}`, { serviceDetails: { plan: "standard" } });

    expect((await get(`/services/${id}/deploys`)).body).toHaveLength(1);
  });

  it.each([
    ["region", { serviceDetails: { region: "ohio" } }],
    ["numInstances", { serviceDetails: { numInstances: 2 } }],
    ["type", { type: "web_service" }],
    ["envVars", { envVars: [{ key: "A", value: "1" }] }],
    ["a field that no API describes", { colour: "red" }],
  ])("ignores %s, which a PATCH does not change", async (_, body) => {
    const { create, patch } = await startWorld();
    const { id, service } = await create();
    const answer = await patch(`/services/${id}`, body);

    expect(answer.status).toBe(200);
    const { region, numInstances, runtime } = service.serviceDetails;
    expect(answer.body.serviceDetails).toMatchObject({ region, numInstances, runtime });
    expect(answer.body).not.toHaveProperty("colour");
  });

  it("scales and autoscales by calls of their own", async () => {
    const { create, post, put, remove, get } = await startWorld();
    const { id } = await create();
    const criteria = { cpu: { enabled: true, percentage: 60 }, memory: { enabled: false, percentage: 70 } };
    const autoscaling = { enabled: true, min: 2, max: 3, criteria };

    expect(await post(`/services/${id}/scale`, { numInstances: 2 })).toMatchObject({ status: 202, body: undefined });
    expect(await put(`/services/${id}/autoscaling`, autoscaling)).toMatchObject({ status: 200, body: autoscaling });
    expect((await get(`/services/${id}`)).body.serviceDetails).toMatchObject({ numInstances: 2, autoscaling });
    expect((await post(`/services/${id}/scale`, { numInstances: 7 })).status).toBe(202);
    expect((await get(`/services/${id}`)).body.serviceDetails.numInstances).toBe(2);
    expect((await remove(`/services/${id}/autoscaling`)).status).toBe(204);
    expect((await get(`/services/${id}`)).body.serviceDetails).not.toHaveProperty("autoscaling");
  });
});

describe("finding services", () => {
  it.each([
    ["name=a", ["a"]],
    ["name=a,b", ["b", "a"]],
    ["name=a&name=c", ["c", "a"]],
    ["type=web_service&ownerId=tea-0123456789abcdefghij", ["c", "b", "a"]],
    ["type=cron_job", []],
    ["region=ohio", ["b"]],
    ["env=python&region=oregon", ["c", "a"]],
    ["runtime=docker", []],
    ["suspended=suspended", ["c"]],
    ["environmentId=evm-1", []],
    ["createdAfter=2100-01-01T00:00:00Z", []],
    ["createdBefore=2100-01-01T00:00:00%2B01:00", ["c", "b", "a"]],
  ])("answers ?%s", async (query, names) => {
    const { create, post, get } = await startWorld();
    await create({ name: "a" });
    await create({ name: "b", serviceDetails: { region: "ohio" } });
    const { id } = await create({ name: "c" });
    await post(`/services/${id}/suspend`);

    const { body } = await get(`/services?${query}`);
    expect(body.map(({ service }: { service: { name: string } }) => service.name)).toEqual(names);
  });

  it.each(["type=web", "limit=0", "limit=101", "limit=x", "createdAfter=yesterday", "cursor=bm9uZQ"])(
    "refuses ?%s",
    async (query) => {
      expect((await (await startWorld()).get(`/services?${query}`)).status).toBe(400);
    },
  );
});

describe("deleting a service", () => {
  it("frees name, host, port and everything under its id", async () => {
    const { create, remove, get, edge, render } = await startWorld();
    const { id } = await create();
    const origin = edge.originOf("twin-brains-api.onrender.com");

    expect(await remove(`/services/${id}`)).toMatchObject({ status: 204, body: undefined });
    expect(await get(`/services/${id}`)).toMatchObject({ status: 404, body: { message: `not found: ${id}` } });
    expect((await remove(`/services/${id}`)).status).toBe(404);
    expect(edge.hosts()).toEqual([]);
    await render.close();
    await expect(fetch(`${origin}/health`)).rejects.toThrow();
  });

  it("ends a deploy under way", async () => {
    const { create, remove, render } = await startWorld({ deployMs: 60_000 });
    const { id } = await create({}, { settle: false });
    await remove(`/services/${id}`);
    await render.settled();

    expect(render.state.deploys.size).toBe(0);
  });
});

describe("suspending", () => {
  it("takes the app off its host, refuses deploys, and resumes with a deploy", async () => {
    const { create, post, get, visit, render } = await startWorld();
    const { id, service } = await create();
    const host = `${service.slug}.onrender.com`;

    expect((await post(`/services/${id}/suspend`)).status).toBe(202);
    expect((await get(`/services/${id}`)).body).toMatchObject({ suspended: "suspended", suspenders: ["user"] });
    expect((await visit(host)).status).toBe(503);
    expect(await post(`/services/${id}/deploys`, {})).toMatchObject({
      status: 400,
      body: { message: "cannot deploy suspended service" },
    });

    expect((await post(`/services/${id}/resume`)).status).toBe(202);
    await render.settled();
    expect((await visit(host)).status).toBe(200);
    expect((await get(`/services/${id}/deploys`)).body[0].deploy).toMatchObject({
      status: "live",
      trigger: "service_resumed",
    });
  });

  it("restarts the instance without a deploy", async () => {
    const { create, post, get, edge } = await startWorld();
    const { id } = await create();
    const before = edge.originOf("twin-brains-api.onrender.com");

    expect((await post(`/services/${id}/restart`)).status).toBe(200);
    expect(edge.originOf("twin-brains-api.onrender.com")).not.toBe(before);
    expect((await get(`/services/${id}/deploys`)).body).toHaveLength(1);
  });

  it("shows the maintenance page while maintenance is on", async () => {
    const { create, patch, visit } = await startWorld();
    const { id } = await create();
    const maintain = (enabled: boolean) =>
      patch(`/services/${id}`, { serviceDetails: { maintenanceMode: { enabled, uri: "" } } });

    await maintain(true);
    expect((await visit("twin-brains-api.onrender.com")).status).toBe(503);
    await maintain(false);
    expect((await visit("twin-brains-api.onrender.com")).status).toBe(200);
  });
});
