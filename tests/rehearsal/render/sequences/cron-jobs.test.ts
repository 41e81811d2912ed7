import { expect, it } from "vitest";
import { ownerId, startWorld } from "../render-world.ts";
import { noting, readService } from "./client.ts";

const details = { plan: "starter", region: "oregon", runtime: "image", schedule: "15 3 * * *" };

it("creates a cron job of an image, changes all of it, moves it to another project and deletes it", async () => {
  const world = await startWorld();
  const { step, noted } = noting(world);
  const environments = [{ name: "prod", protectedStatus: "protected" }];
  const project = async (name: string) => (await step("POST", "/projects", { name, ownerId, environments })).body;
  const [first, second] = [await project("first"), await project("second")];
  noted();

  const made = await step("POST", "/services", {
    ...{ type: "cron_job", name: "nightly", ownerId, image: { imagePath: "busybox", ownerId: "" } },
    envVars: ["A", "B"].map((key) => ({ key, value: "1" })),
    secretFiles: ["a.txt", "b.txt"].map((name) => ({ name, content: "1" })),
    serviceDetails: { ...details, envSpecificDetails: { dockerCommand: "", dockerContext: "", dockerfilePath: "" } },
  });
  const { id } = made.body.service;
  expect(made.body.service).not.toHaveProperty("environmentId");
  await step("POST", `/environments/${first.environmentIds[0]}/resources`, { resourceIds: [id] });
  const notifications = { notificationsToSend: "failure", previewNotificationsEnabled: "false" };
  await step("PATCH", `/notification-settings/overrides/services/${id}`, notifications);
  await step("PUT", `/logs/streams/resource/${id}`, { setting: "drop" });
  const before = await readService(step, id, "cron_job");
  await world.render.settled();

  expect(Object.keys(before.env)).toEqual(["B", "A"]);
  expect(before.secretFiles.map((one: { secretFile: object }) => one.secretFile)).toMatchObject([
    { name: "b.txt" },
    { name: "a.txt" },
  ]);
  expect(before.notifications).toEqual({ serviceId: id, ...notifications });
  expect(before.logStream.body).toEqual({ endpoint: "", resourceId: id, setting: "drop" });
  expect(before.service).toMatchObject({
    ...{ notifyOnFail: "notify", environmentId: first.environmentIds[0], rootDir: "", autoDeploy: "yes" },
    imagePath: "docker.io/library/busybox:latest",
  });
  expect(before.service.serviceDetails).toEqual({
    ...{ ...details, buildPlan: "starter", env: "image" },
    envSpecificDetails: { dockerCommand: "", dockerContext: "", dockerfilePath: "" },
  });

  const changed = await step("PATCH", `/services/${id}`, {
    ...{ name: "nightly-2", rootDir: "", image: { imagePath: "busybox", ownerId } },
    serviceDetails: { plan: "standard", schedule: "30 4 * * *", envSpecificDetails: { dockerCommand: "" } },
  });
  const values = ["A", "B"].map((key) => ({ key, value: "2" }));
  const put = (await step("PUT", `/services/${id}/env-vars`, values)).body;
  expect(put.map((one: { envVar: object }) => one.envVar)).toEqual(values);
  await step("PUT", `/services/${id}/secret-files`, null);
  await step("PATCH", `/notification-settings/overrides/services/${id}`, {});
  await step("DELETE", `/logs/streams/resource/${id}`);
  await step("DELETE", `/environments/${id}/resources?resourceIds=${id}`);
  await step("POST", `/environments/${second.environmentIds[0]}/resources`, { resourceIds: [id] });
  const deploy = await step("POST", `/services/${id}/deploys`, {});
  const after = await readService(step, id, "cron_job");

  expect(changed.body).toMatchObject({ name: "nightly-2", slug: made.body.service.slug });
  expect(deploy.body).toMatchObject({ commit: null, status: "live", trigger: "api" });
  expect(after.env).toEqual({ B: "2", A: "2" });
  expect(after.secretFiles).toEqual([]);
  expect(after.notifications).toEqual({ serviceId: id, ...notifications });
  expect(after.logStream).toMatchObject({ status: 404, body: { message: `not found: ${id}` } });
  expect(after.service).toMatchObject({
    ...{ name: "nightly-2", environmentId: second.environmentIds[0] },
    serviceDetails: { plan: "standard", schedule: "30 4 * * *", buildPlan: "starter" },
  });

  await step("DELETE", `/services/${id}`);
  await step("DELETE", `/projects/${second.id}`);
  await step("DELETE", `/projects/${first.id}`);
  expect(noted().map((note) => note.slice(0, 3))).toEqual([
    ...["201", "201", "200", "200"],
    ...["200", "200", "200", "200", "200", "200"],
    ...["200", "200", "200", "200", "204", "204", "201", "201"],
    ...["200", "200", "200", "200", "200", "404"],
    ...["204", "204", "204"],
  ]);
});
