import { expect, it } from "vitest";
import { provider } from "./provider.ts";

it("a webhook's secret is told when it is made and never again", async () => {
  const { call, project } = await provider();
  const wanted = {
    events: ["deployment.created", "deployment.error"],
    url: "https://hooks.acme-brains.example/vercel",
    projectIds: [project.id],
  };
  const made = await call(200, "POST", "/v1/webhooks", wanted);
  expect(made).toMatchObject({ ...wanted, ownerId: "team_acmebrains", secret: expect.any(String) });
  const { secret: _, ...told } = made;
  expect(await call(200, "GET", `/v1/webhooks/${made.id}`)).toEqual(told);
  expect(await call(200, "GET", "/v1/webhooks")).toEqual([told]);
  await call(204, "DELETE", `/v1/webhooks/${made.id}`);
  await call(404, "GET", `/v1/webhooks/${made.id}`);
});

const source = { kind: "self-served" };

it("a log drain", async () => {
  const { call, project } = await provider();
  const filter = {
    version: "v2",
    filter: { type: "basic", log: { sources: ["lambda", "edge"] }, deployment: { environments: ["production"] } },
  };
  const delivery = {
    type: "http",
    endpoint: "https://logs.acme-brains.example/in",
    encoding: "ndjson",
    headers: { "x-key": "made-up" },
    secret: "a-made-up-secret",
  };
  const made = await call(200, "POST", "/v1/drains", {
    ...{ name: "logs", projects: "some", projectIds: [project.id], filter, delivery, source },
    schemas: { log: { version: "v1" } },
    sampling: [{ type: "head_sampling", rate: 0.5 }],
  });
  expect(made).toMatchObject({
    name: "logs",
    delivery,
    filterV2: filter,
    projectIds: [project.id],
    sampling: [{ rate: 0.5 }],
  });
  expect(await call(200, "GET", `/v1/drains/${made.id}`)).toEqual(made);
  expect((await call(200, "GET", "/v1/drains")).drains).toEqual([made]);
  await call(204, "DELETE", `/v1/drains/${made.id}`);
  await call(404, "GET", `/v1/drains/${made.id}`);
});

it("a trace drain", async () => {
  const { call } = await provider();
  const delivery = {
    type: "otlphttp",
    endpoint: { traces: "https://traces.acme-brains.example/v1/traces" },
    encoding: "proto",
    headers: {},
  };
  const made = await call(200, "POST", "/v1/drains", {
    name: "traces",
    projects: "all",
    schemas: { trace: { version: "v1" } },
    delivery,
    source,
  });
  expect(made.delivery).toMatchObject({ ...delivery, secret: expect.any(String) });
  expect(await call(200, "GET", `/v1/drains/${made.id}`)).toEqual(made);
  await call(204, "DELETE", `/v1/drains/${made.id}`);
});

it("an endpoint is verified by one code per team", async () => {
  const { call } = await provider();
  const first = await call(200, "GET", "/v1/verify-endpoint");
  expect(first).toEqual({ verificationCode: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await call(200, "GET", "/v1/verify-endpoint")).toEqual(first);
});
