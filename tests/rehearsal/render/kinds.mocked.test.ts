import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { processes, startScripted } from "./processes.ts";
import { ownerId, repo, startWorld, webService } from "./render-world.ts";

vi.mock("../../../rehearsal/app/start.ts", () => ({ startApp: startScripted }));

beforeEach(() => {
  processes.length = 0;
});

/** Body of `POST /services` for any kind: a runtime and one command. */
const body = (type: string, command: string, details: object = {}, more: object = {}) => ({
  ...{ type, name: `acme-${type.replaceAll("_", "-")}`, ownerId, repo, branch: "main", ...more },
  serviceDetails: {
    runtime: "node",
    envSpecificDetails: { buildCommand: "npm ci", startCommand: command },
    ...details,
  },
});
const cron = (command: string, schedule = "0 3 * * *") => body("cron_job", command, { schedule });
const site = (details: object = {}) => ({
  ...{ type: "static_site", name: "acme-site", ownerId, repo, branch: "main" },
  serviceDetails: { buildCommand: "npm run build", publishPath: "dist", ...details },
});
const shared = ["buildPlan", "env", "envSpecificDetails", "plan", "region", "runtime"];
const scaled = [...shared, "numInstances", "previews", "pullRequestPreviewsEnabled", "sshAddress"];

describe("each kind of service", () => {
  it.each([
    ["private_service", body("private_service", "serve"), "srv", "pserv", [...scaled, "openPorts", "url"]],
    ["background_worker", body("background_worker", "stay"), "srv", "worker", scaled],
    ["cron_job", cron("stay"), "crn", "cron", [...shared, "schedule"]],
    [
      "static_site",
      site(),
      "srv",
      "static",
      ["buildCommand", "buildPlan", "previews", "publishPath", "pullRequestPreviewsEnabled", "url"],
    ],
  ])(
    "S1.1 %s has its id, its place in the Dashboard and its own details",
    async (type, given, prefix, short, members) => {
      const { post, get, render } = await startWorld();
      const { status, body: made } = await post("/services", given);
      expect(status).toBe(201);
      expect(made.service).toMatchObject({
        id: expect.stringMatching(new RegExp(`^${prefix}-[0-9a-v]{20}$`)),
        ...{ type, dashboardUrl: `https://dashboard.render.com/${short}/${made.service.id}` },
      });
      expect(Object.keys(made.service.serviceDetails).sort()).toEqual([...members].sort());
      await render.settled();
      const deploy = await get(`/services/${made.service.id}/deploys/${made.deployId}`);
      expect(deploy.body.status).toBe("live");
    },
  );

  it("gives a worker and a cron job a slug with a suffix, as their names are no hosts", async () => {
    const { post } = await startWorld();
    for (const given of [body("background_worker", "stay"), cron("stay")])
      expect((await post("/services", given)).body.service.slug).toMatch(new RegExp(`^${given.name}-[0-9a-v]{4}$`));
  });

  it("ignores members that its kind does not have", async () => {
    const { post, patch } = await startWorld();
    const details = { schedule: "0 3 * * *", healthCheckPath: "/health", numInstances: 4, preDeployCommand: "x" };
    const { service } = (await post("/services", body("cron_job", "stay", details))).body;
    const members = [...shared, "schedule"].sort();
    expect(Object.keys(service.serviceDetails).sort()).toEqual(members);
    expect(service.serviceDetails.envSpecificDetails).not.toHaveProperty("preDeployCommand");
    const patched = await patch(`/services/${service.id}`, {
      serviceDetails: { schedule: "5 4 * * *", numInstances: 3 },
    });
    expect(patched.body.serviceDetails.schedule).toBe("5 4 * * *");
    expect(Object.keys(patched.body.serviceDetails).sort()).toEqual(members);
  });

  it.each([
    ["no schedule", body("cron_job", "stay"), "serviceDetails.schedule: required"],
    [
      "a broken schedule",
      cron("stay", "0 3 * *"),
      "serviceDetails.schedule: expected a cron expression of five fields",
    ],
    ["a free worker", body("background_worker", "stay", { plan: "free" }), /has no plan free/],
    ["a site of an image", { ...site(), image: { imagePath: "nginx" } }, "runtime static needs a repo and no image"],
    ["an unknown kind", body("web_job", "stay"), /^type: /],
  ])("is refused with %s", async (_what, given, message) => {
    const { post, render } = await startWorld();
    const answer = await post("/services", given);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
    expect(render.inventory().services).toEqual([]);
  });

  it("is listed by type, runtime, region, name and whether it is suspended", async () => {
    const { post, get } = await startWorld();
    for (const given of [
      webService(),
      body("background_worker", "stay", { region: "frankfurt" }),
      cron("stay"),
      site(),
    ])
      await post("/services", given);
    const listed = async (query: string) =>
      (await get(`/services?${query}`)).body.map((item: { service: { type: string } }) => item.service.type).sort();
    expect(await listed("type=background_worker,cron_job")).toEqual(["background_worker", "cron_job"]);
    expect(await listed("region=frankfurt")).toEqual(["background_worker"]);
    expect(await listed("region=oregon")).toEqual(["cron_job", "web_service"]);
    expect(await listed("runtime=node")).toEqual(["background_worker", "cron_job"]);
    expect(await listed("name=acme-site&type=static_site")).toEqual(["static_site"]);
    expect(await listed("suspended=suspended")).toEqual([]);
    expect((await get("/services?type=lambda")).status).toBe(400);
  });

  it("has only the operations that make sense for it", async () => {
    const { post, put, render } = await startWorld();
    const made = [];
    for (const given of [cron("stay"), site()]) made.push((await post("/services", given)).body);
    await render.settled();
    for (const { service, deployId } of made) {
      expect((await post(`/services/${service.id}/restart`)).status).toBe(400);
      expect((await post(`/services/${service.id}/scale`, { numInstances: 2 })).status).toBe(400);
      expect((await put(`/services/${service.id}/autoscaling`, {})).status).toBe(400);
      expect((await post(`/services/${service.id}/deploys/${deployId}/cancel`)).status).toBe(400);
    }
    const [{ service }] = made as [{ service: { id: string } }];
    const refused = await post(`/services/${service.id}/deploys`, { commitId: "0123456789" });
    expect([refused.status, refused.body.message]).toEqual([400, "commitId: not supported for a cron job"]);
  });
});

describe("a worker", () => {
  const worker = (command: string) => body("background_worker", command, {}, { envVars: [{ key: "A", value: "1" }] });

  it("lives as long as its process, without a port and without a public name", async () => {
    const { post, get, render, edge } = await startWorld();
    const { service } = (await post("/services", worker("stay"))).body;
    await render.settled();
    expect(edge.hosts()).toEqual([]);
    expect(processes.map(({ runtime }) => [runtime.command, runtime.env.A])).toEqual([["stay", "1"]]);
    expect(processes[0]?.runtime.env).not.toHaveProperty("PORT");
    expect((await get(`/services/${service.id}/instances`)).body).toHaveLength(1);
  });

  it.each([
    ["exit 3", "Exited with status 3 while deploying"],
    ["refuse", "will not start"],
  ])("fails its deploy when its process does not stay up (%s)", async (command, line) => {
    const { post, get, render } = await startWorld();
    const { service, deployId } = (await post("/services", worker(command))).body;
    await render.settled();
    expect((await get(`/services/${service.id}/deploys/${deployId}`)).body.status).toBe("update_failed");
    expect(render.logsOf(service.id).at(-1)?.message).toContain(line);
  });

  it("is started again when its process ends by itself, and left down after too many times", async () => {
    const { post, get, render } = await startWorld({ deployMs: 2 });
    const { service } = (await post("/services", worker("stay"))).body;
    await render.settled();
    for (let times = 1; times <= 6; times += 1) {
      processes.at(-1)?.end(1);
      if (times < 6) await eventually(() => expect(processes).toHaveLength(times + 1));
    }
    await eventually(async () => expect((await get(`/services/${service.id}/instances`)).body).toEqual([]));
    expect(render.logsOf(service.id).filter(({ message }) => message === "==> Exited with status 1")).toHaveLength(6);
  });

  it("is stopped and not started again when it is suspended", async () => {
    const { post, get, render } = await startWorld();
    const { service } = (await post("/services", worker("stay"))).body;
    await render.settled();
    await post(`/services/${service.id}/suspend`);
    expect((await get(`/services/${service.id}/instances`)).body).toEqual([]);
    await eventually(() => expect(processes[0]?.stopped).toBe(true));
    expect(processes).toHaveLength(1);
  });
});

it("a private service is reached by its internal name only, and not while it is suspended", async () => {
  const { post, edge, render } = await startWorld();
  const { service } = (await post("/services", body("private_service", "serve"))).body;
  await render.settled();
  expect(service.serviceDetails.url).toBe("acme-private-service:10000");
  expect(edge.hosts()).toEqual([]);
  const port = edge.portOf("acme-private-service");
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("served");
  await post(`/services/${service.id}/suspend`);
  expect(edge.portOf("acme-private-service")).toBeUndefined();
});

it("a deploy of a cron job of an image is live in the answer, and starts nothing", async () => {
  const { post } = await startWorld();
  const image = { type: "cron_job", name: "n", ownerId, image: { imagePath: "nginx" } };
  const made = await post("/services", { ...image, serviceDetails: { runtime: "image", schedule: "0 0 * * *" } });
  const { status, body: deploy } = await post(`/services/${made.body.service.id}/deploys`, {});
  expect([status, deploy.status]).toEqual([201, "live"]);
  expect(deploy.finishedAt).toEqual(expect.any(String));
  expect(processes).toEqual([]);
});

it("a preview of an image's service is a service of its own, which lists can leave out", async () => {
  const { post, get, create } = await startWorld();
  const image = { image: { imagePath: "nginx" }, repo: null, branch: null };
  const { id } = await create({ ...image, serviceDetails: { runtime: "image", envSpecificDetails: {} } });
  const preview = await post(`/services/${id}/preview`, { imagePath: "nginx:1.29", name: "trial", plan: "starter" });
  expect([preview.status, preview.body.service.imagePath]).toEqual([200, "docker.io/library/nginx:1.29"]);
  expect(preview.body.service.serviceDetails.parentServer).toEqual({ id, name: "twin-brains-api" });
  expect((await get("/services")).body).toHaveLength(2);
  expect((await get("/services?includePreviews=false")).body).toHaveLength(1);
  expect((await post(`/services/${id}/preview`, { imagePath: "other/image" })).status).toBe(400);
});
