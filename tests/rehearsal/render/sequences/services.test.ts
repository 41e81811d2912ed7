import { expect, it } from "vitest";
import { ownerId, repo, startWorld } from "../render-world.ts";
import { noting, readService } from "./client.ts";

const native = { buildCommand: "npm install", startCommand: "npm start" };
const envVars = [
  { key: "key1", value: "val1" },
  { key: "key2", value: "val2" },
];
const secretFiles = [
  { name: "file1", content: "content1" },
  { name: "file2", content: "content2" },
];

/** A service of each kind, as a client creates it that knows all of its fields. */
const kinds = [
  { type: "web_service", details: { healthCheckPath: "", numInstances: 1 }, prefix: "srv" },
  { type: "private_service", details: { numInstances: 1 }, prefix: "srv" },
  { type: "background_worker", details: { numInstances: 1 }, prefix: "srv" },
  { type: "cron_job", details: { schedule: "0 3 * * *" }, prefix: "crn" },
] as const;

it.each(kinds)("creates, reads, changes, reads and deletes a $type", async ({ type, details, prefix }) => {
  const world = await startWorld();
  const { step, noted } = noting(world);
  const hasDomains = type === "web_service";
  const hasDisk = type !== "cron_job";
  const common = { plan: "starter", region: "oregon", runtime: "node", envSpecificDetails: native, ...details };

  // Create.
  const made = await step("POST", "/services", {
    ...{ type, name: "api", ownerId, repo, branch: "main", autoDeploy: "yes", rootDir: "", envVars, secretFiles },
    buildFilter: { paths: ["src/**"], ignoredPaths: ["tests/**"] },
    serviceDetails: { ...common, ...(hasDisk && { disk: { name: "d", mountPath: "/data", sizeGB: 1 } }) },
  });
  const { id, serviceDetails } = made.body.service;
  if (hasDomains) await step("POST", `/services/${id}/custom-domains`, { name: "api.acme-brains.example" });
  await step("PATCH", `/notification-settings/overrides/services/${id}`, { notificationsToSend: "failure" });
  await step("PUT", `/logs/streams/resource/${id}`, { setting: "drop" });
  expect(noted()).toEqual([
    "201 POST /services",
    ...(hasDomains ? [`201 POST /services/${prefix}/custom-domains`] : []),
    `200 PATCH /notification-settings/overrides/services/${prefix}`,
    `200 PUT /logs/streams/resource/${prefix}`,
  ]);

  // Read.
  const first = await readService(step, id, type);
  expect(new Set(noted().map((note) => note.slice(0, 3)))).toEqual(new Set(["200"]));
  expect(first.service).toMatchObject({ type, name: "api", repo, branch: "main", autoDeploy: "yes" });
  expect(first.service.serviceDetails).toMatchObject(common);
  expect(first.env).toEqual({ key1: "val1", key2: "val2" });
  expect(first.secretFiles.map(({ secretFile }: { secretFile: object }) => secretFile)).toEqual(
    secretFiles.toReversed(),
  );
  expect(first.domains).toHaveLength(hasDomains ? 1 : 0);
  expect(first.notifications.notificationsToSend).toBe("failure");
  expect(first.logStream.body).toEqual({ resourceId: id, endpoint: "", setting: "drop" });
  expect((await step("GET", `/services?name=api&ownerId=${ownerId}&type=${type}`)).body).toHaveLength(1);
  noted();

  // Change.
  await world.render.settled();
  const scaled = type !== "cron_job" && (await step("POST", `/services/${id}/scale`, { numInstances: 2 }));
  if (scaled) expect(scaled.status).toBe(202);
  const changed = await step("PATCH", `/services/${id}`, {
    name: "api-2",
    buildFilter: { paths: null, ignoredPaths: null },
    serviceDetails: { plan: "pro", envSpecificDetails: { ...native, startCommand: "node ." } },
  });
  expect(changed.body).toMatchObject({ name: "api-2", slug: first.service.slug, serviceDetails: { plan: "pro" } });
  expect(changed.body.buildFilter).toBeUndefined();
  await step("PUT", `/services/${id}/env-vars`, [{ key: "key1", value: "new" }]);
  await step("PUT", `/services/${id}/secret-files`, []);
  if (hasDisk) await step("PATCH", `/disks/${serviceDetails.disk.id}`, { name: "d", mountPath: "/data", sizeGB: 2 });
  await step("DELETE", `/logs/streams/resource/${id}`);
  expect((await step("POST", `/services/${id}/deploys`, {})).status).toBe(201);
  noted();

  // Read, delete.
  const second = await readService(step, id, type);
  expect(second.env).toEqual({ key1: "new" });
  expect(second.secretFiles).toEqual([]);
  expect(second.logStream.status).toBe(404);
  if (hasDisk) expect(second.service.serviceDetails.disk.sizeGB).toBe(2);
  if (scaled) expect(second.service.serviceDetails.numInstances).toBe(2);
  expect((await step("DELETE", `/services/${id}`)).status).toBe(204);
  expect((await step("DELETE", `/services/${id}`)).status).toBe(404);
  expect((await step("GET", `/services/${id}`)).body).toEqual({ message: `not found: ${id}` });
  expect(world.render.unknownRoutes()).toEqual([]);
});

it("creates, reads, changes, reads and deletes a static site with headers and routes", async () => {
  const world = await startWorld();
  const { step, noted } = noting(world);
  const headers = [{ name: "Cache-Control", path: "/assets/*", value: "max-age=60" }];
  const routes = [
    { type: "rewrite", source: "/blog", destination: "/blog/index.html" },
    { type: "redirect", source: "/about", destination: "/about-us" },
  ];
  const previews = { generation: "automatic" };
  const made = await step("POST", "/services", {
    ...{ type: "static_site", name: "site", ownerId, repo, branch: "main", envVars, rootDir: "web" },
    serviceDetails: { buildCommand: "npm run build", publishPath: "dist", headers, routes, previews },
  });
  const { id } = made.body.service;
  await step("POST", `/services/${id}/custom-domains`, { name: "site.acme-brains.example" });
  expect((await readService(step, id, "static_site")).service.serviceDetails).toMatchObject({
    ...{ buildCommand: "npm run build", publishPath: "dist", previews, pullRequestPreviewsEnabled: "yes" },
  });
  const rules = (body: Record<string, object>[], noun: string) => body.map((item) => item[noun]);
  expect(rules((await step("GET", `/services/${id}/headers?limit=100`)).body, "header")).toMatchObject(headers);
  const listed = rules((await step("GET", `/services/${id}/routes?limit=100`)).body, "route");
  expect(listed).toMatchObject(routes.map((route, priority) => ({ ...route, priority })));
  noted();

  await step("PATCH", `/services/${id}`, { serviceDetails: { publishPath: "build" } });
  await step("PUT", `/services/${id}/env-vars`, null);
  await step("PUT", `/services/${id}/headers`, []);
  await step("PUT", `/services/${id}/routes`, [routes[1]]);
  await step("DELETE", `/services/${id}/custom-domains/site.acme-brains.example`);
  await world.render.settled();
  await step("POST", `/services/${id}/deploys`, {});
  expect(noted()).toEqual([
    "200 PATCH /services/srv",
    "200 PUT /services/srv/env-vars",
    "200 PUT /services/srv/headers",
    "200 PUT /services/srv/routes",
    "204 DELETE /services/srv/custom-domains/site.acme-brains.example",
    "201 POST /services/srv/deploys",
  ]);
  const second = await readService(step, id, "static_site");
  expect(second).toMatchObject({ env: {}, domains: [], service: { serviceDetails: { publishPath: "build" } } });
  expect((await step("GET", `/services/${id}/headers`)).body).toEqual([]);
  expect((await step("DELETE", `/services/${id}`)).status).toBe(204);
  expect(world.render.unknownRoutes()).toEqual([]);
});
