import { expect, it } from "vitest";
import { type Answer, ownerId, repo, startWorld } from "./render-world.ts";

it("serves every call of a client that manages all that a web service has, in its order", async () => {
  const world = await startWorld();
  const statuses: string[] = [];
  const step = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await world.call(method, path, body, { accept: "application/json" });
    statuses.push(`${answer.status} ${method} ${path.replace(/\?.*/, "").replace(/(srv|dsk)-\w+/, "$1")}`);
    return answer;
  };
  const maintenanceMode = { enabled: false, uri: "" };
  const details = {
    ...{ envSpecificDetails: { dockerCommand: "", dockerContext: ".", dockerfilePath: "./Dockerfile" } },
    ...{ healthCheckPath: "", maintenanceMode, plan: "starter", preDeployCommand: "", previews: {} },
    ...{ pullRequestPreviewsEnabled: "no", runtime: "docker" },
  };
  const common = {
    ...{ name: "api", repo, branch: "main", autoDeploy: "yes", rootDir: "" },
    buildFilter: { ignoredPaths: null, paths: null },
  };

  const made = await step("POST", "/services", {
    ...{ ...common, type: "web_service", ownerId },
    envVars: [{ key: "JWT_SECRET", value: "v" }],
    secretFiles: [{ name: "file1", content: "c" }],
    serviceDetails: {
      ...details,
      region: "oregon",
      numInstances: 1,
      disk: { name: "d", mountPath: "/data", sizeGB: 1 },
    },
  });
  const { id } = made.body.service;
  const dsk = made.body.service.serviceDetails.disk.id;
  const notifications = `/notification-settings/overrides/services/${id}`;
  const logStream = `/logs/streams/resource/${id}`;
  const read = async () => {
    await step("GET", `/services/${id}`);
    const [first] = (await step("GET", `/services/${id}/env-vars`)).body;
    await step("GET", `/services/${id}/env-vars?cursor=${first?.cursor ?? ""}`);
    await step("GET", `/services/${id}/secret-files`);
    await step("GET", `/services/${id}/custom-domains?limit=100`);
    await step("GET", notifications);
    await step("GET", logStream);
  };
  await step("POST", `/services/${id}/custom-domains`, { name: "api.example.com" });
  await step("PATCH", notifications, { notificationsToSend: "all", previewNotificationsEnabled: "true" });
  await step("PUT", logStream, { setting: "drop" });
  expect((await step("GET", `/services?name=api&ownerId=${ownerId}&type=web_service`)).body).toHaveLength(1);
  await read();
  const criteria = { cpu: { enabled: true, percentage: 60 }, memory: { enabled: false, percentage: 70 } };
  await step("POST", `/services/${id}/scale`, { numInstances: 2 });
  await step("PUT", `/services/${id}/autoscaling`, { enabled: true, min: 2, max: 3, criteria });
  await step("PATCH", `/services/${id}`, { ...common, name: "renamed", serviceDetails: { ...details, plan: "pro" } });
  await step("PUT", `/services/${id}/env-vars`, null);
  await step("PUT", `/services/${id}/secret-files`, null);
  await step("PATCH", `/disks/${dsk}`, { name: "d", mountPath: "/data", sizeGB: 2 });
  await step("DELETE", `/disks/${dsk}`);
  await step("DELETE", logStream);
  await step("DELETE", `/services/${id}/custom-domains/api.example.com`);
  await step("POST", `/services/${id}/deploys`, {});
  await read();
  await step("DELETE", `/services/${id}`);
  await step("GET", `/services/${id}`);

  expect(statuses).toEqual([
    "201 POST /services",
    "201 POST /services/srv/custom-domains",
    "200 PATCH /notification-settings/overrides/services/srv",
    "200 PUT /logs/streams/resource/srv",
    "200 GET /services",
    ...readStatuses(200),
    "202 POST /services/srv/scale",
    "200 PUT /services/srv/autoscaling",
    "200 PATCH /services/srv",
    "200 PUT /services/srv/env-vars",
    "200 PUT /services/srv/secret-files",
    "200 PATCH /disks/dsk",
    "204 DELETE /disks/dsk",
    "204 DELETE /logs/streams/resource/srv",
    "204 DELETE /services/srv/custom-domains/api.example.com",
    expect.stringMatching(/^20[12] POST \/services\/srv\/deploys$/),
    ...readStatuses(404),
    "204 DELETE /services/srv",
    "404 GET /services/srv",
  ]);
  expect(world.render.unknownRoutes()).toEqual([]);
});

/** A whole read of a service; its log stream is not found where it has no override. */
const readStatuses = (logStream: number) => [
  "200 GET /services/srv",
  "200 GET /services/srv/env-vars",
  "200 GET /services/srv/env-vars",
  "200 GET /services/srv/secret-files",
  "200 GET /services/srv/custom-domains",
  "200 GET /notification-settings/overrides/services/srv",
  `${logStream} GET /logs/streams/resource/srv`,
];

it("serves what a client asks that lists a whole workspace and follows a deploy", async () => {
  const { create, get, post, render } = await startWorld();
  const { id, deployId } = await create();

  for (const noun of [
    "owners",
    "users",
    "services",
    "postgres",
    "key-value",
    "redis",
    "projects",
    "environments",
    "disks",
  ])
    expect((await get(`/${noun}`)).status).toBe(200);
  expect((await post(`/services/${id}/deploys`, { clearCache: "do_not_clear" })).status).toBe(201);
  expect((await get(`/services/${id}/deploys/${deployId}`)).body.id).toBe(deployId);
  expect((await get(`/services/${id}/instances`)).body).toHaveLength(1);
  const { logs } = (await get(`/logs?ownerId=${ownerId}&resource=${id}&direction=backward&limit=100`)).body;
  expect(logs.map(({ message }: { message: string }) => message)).toContain("==> Build successful");
  expect((await post(`/services/${id}/restart`)).status).toBe(200);
  expect(render.unknownRoutes()).toEqual([]);
});
