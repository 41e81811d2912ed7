import { expect, it } from "vitest";
import { ownerId, startWorld } from "../render-world.ts";
import { noting } from "./client.ts";

it("creates a project, reads each environment, adds and removes one, and deletes it", async () => {
  const { step, noted } = noting(await startWorld());
  const prod = { name: "prod", protectedStatus: "protected", networkIsolationEnabled: false };
  const made = (await step("POST", "/projects", { name: "foo", ownerId, environments: [prod] })).body;
  const [first] = made.environmentIds;
  await step("GET", `/environments/${first}`);
  await step("GET", `/projects/${made.id}`);
  const renamed = await step("PATCH", `/projects/${made.id}`, { name: "bar" });
  await step("PATCH", `/environments/${first}`, prod);
  const staging = { name: "staging", protectedStatus: "unprotected", networkIsolationEnabled: true };
  const added = (await step("POST", "/environments", { ...staging, projectId: made.id })).body;
  const both = (await step("GET", `/projects/${made.id}`)).body;
  await step("DELETE", `/environments/${added.id}`);
  await step("DELETE", `/projects/${made.id}`);

  expect(renamed.body).toMatchObject({ name: "bar", createdAt: made.createdAt });
  expect(renamed.body.updatedAt).not.toBe(made.updatedAt);
  expect(both.environmentIds).toEqual([first, added.id]);
  expect(noted()).toEqual([
    ...["201 POST /projects", "200 GET /environments/evm", "200 GET /projects/prj", "200 PATCH /projects/prj"],
    ...["200 PATCH /environments/evm", "201 POST /environments", "200 GET /projects/prj"],
    ...["204 DELETE /environments/evm", "204 DELETE /projects/prj"],
  ]);
});

it.each([
  {
    path: "/registrycredentials",
    body: { name: "ghcr", registry: "GITHUB", username: "bot", authToken: "made-up", ownerId },
    change: { name: "ghcr-2", registry: "GITHUB", username: "bot", authToken: "made-up" },
    created: 200,
  },
  {
    path: "/webhooks",
    body: { name: "w", ownerId, url: "https://hooks.acme-brains.example", enabled: true, eventFilter: null },
    change: { name: "w-2", enabled: false },
    created: 201,
  },
  {
    path: "/dedicated-ips",
    body: { name: "egress", description: "d", ownerId, region: "oregon", environmentIds: [] },
    change: { name: "egress-2", description: "changed" },
    created: 201,
  },
])("creates, reads, changes, imports by id and deletes at $path", async ({ path, body, change, created }) => {
  const { step, noted } = noting(await startWorld());
  const made = (await step("POST", path, body)).body;
  const read = (await step("GET", `${path}/${made.id}`)).body;
  const { authToken: _, ...shown } = change as Record<string, unknown>;
  const changed = (await step("PATCH", `${path}/${made.id}`, change)).body;
  const again = (await step("GET", `${path}/${made.id}`)).body;
  await step("DELETE", `${path}/${made.id}`);
  await step("GET", `${path}/${made.id}`);
  await step("DELETE", `${path}/${made.id}`);

  expect(Object.keys(read).sort()).toEqual(Object.keys(made).sort());
  expect(changed).toMatchObject({ id: made.id, ...shown });
  // Addresses that are being made are there, and then ready, a moment later.
  expect({ ...again, status: "any", ips: "any" }).toEqual({ ...changed, status: "any", ips: "any" });
  expect(noted().map((note) => note.slice(0, 3))).toEqual([String(created), "200", "200", "200", "204", "404", "404"]);
});

it("sets, reads and unsets what a workspace has once: streams and notifications", async () => {
  const { step, noted } = noting(await startWorld());
  const logs = `/logs/streams/owner/${ownerId}`;
  const metrics = `/metrics-stream/${ownerId}`;
  const notifications = `/notification-settings/owners/${ownerId}`;

  expect((await step("PUT", logs, { endpoint: "", preview: "drop", token: "" })).body).toEqual({
    ...{ endpoint: "", ownerId, preview: "drop" },
  });
  await step("GET", logs);
  await step("DELETE", logs);
  const url = "https://otel.acme-brains.example";
  await step("PUT", metrics, { provider: "CUSTOM", url, token: "made-up" });
  expect((await step("GET", metrics)).body).toEqual({ ownerId, provider: "CUSTOM", url });
  await step("DELETE", metrics);
  await step("PATCH", notifications, { notificationsToSend: "none", previewNotificationsEnabled: true });
  expect((await step("GET", notifications)).body).toEqual({
    ...{ ownerId, emailEnabled: true, slackEnabled: false },
    ...{ notificationsToSend: "none", previewNotificationsEnabled: true },
  });
  expect((await step("PATCH", notifications, {})).body.notificationsToSend).toBe("none");
  expect(noted().map((note) => note.slice(0, 3))).toEqual([
    ...["200", "200", "204", "200", "200", "204", "200", "200", "200"],
  ]);
});
