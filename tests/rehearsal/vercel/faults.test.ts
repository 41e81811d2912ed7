import { expect, it } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { provider } from "./sequences/provider.ts";
import { built } from "./world.ts";

async function withDeploy() {
  const world = await provider();
  const start = async () =>
    world.call(200, "POST", "/v13/deployments", {
      ...{ project: world.project.id, target: "production" },
      gitSource: { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" },
    });
  const read = async (id: string) => world.call(200, "GET", `/v13/deployments/${id}`);
  return { ...world, start, read };
}

it.each([
  ["ERROR", { readyState: "ERROR", errorCode: "BUILD_UTILS_SPAWN_1", errorMessage: expect.any(String) }],
  ["CANCELED", { readyState: "CANCELED", aliasAssigned: false }],
  [
    "CHECKS_FAILED",
    { readyState: "READY", checksState: "completed", checksConclusion: "failed", aliasAssigned: false },
  ],
  ["ALIAS_ERROR", { readyState: "READY", aliasAssigned: false, aliasError: { code: "alias_failed" } }],
])("a deployment made to end as %s", async (state, seen) => {
  const { faults, start, ...world } = await withDeploy();
  faults.add({ kind: "deploy", at: "twin-brains", state });
  expect(await built({ faults, ...world }, (await start()).id)).toMatchObject(seen);
});

it("a deployment made to be blocked stays blocked and takes no traffic", async () => {
  const { faults, start, read, vercel } = await withDeploy();
  faults.add({ kind: "deploy", at: "twin-brains", state: "BLOCKED" });
  const { id } = await start();
  await eventually(async () => expect(await read(id)).toMatchObject({ readyState: "BLOCKED", aliasAssigned: false }));
  expect(vercel.inventory().vercelAliases).toEqual([]);
});

it.each([
  ["queued", "QUEUED"],
  ["build", "BUILDING"],
] as const)("a deployment made slow is long in its phase %s, and can be cancelled there", async (phase, state) => {
  const { faults, start, read, call } = await withDeploy();
  faults.add({ kind: "slow-deploy", at: "twin-brains", delayMs: 60_000, phase });
  const { id } = await start();
  await eventually(async () => expect(await read(id)).toMatchObject({ readyState: state }));
  expect(await call(200, "PATCH", `/v12/deployments/${id}/cancel`)).toMatchObject({ readyState: "CANCELED" });
});

it("a rate limit says when to come back", async () => {
  const { faults, request } = await withDeploy();
  faults.add({ kind: "status", at: "GET /v2/user", status: 429, retryAfterSeconds: 7 });
  const answer = await request("GET", "/v2/user");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(await answer.json()).toMatchObject({ error: { code: "rate_limited", limit: { remaining: 0 } } });
  expect((await request("GET", "/v2/user")).status).toBe(200);
});

it("an error, a reset and half an answer, each once", async () => {
  const { faults, request } = await withDeploy();
  for (const kind of ["status", "reset", "truncated"] as const) faults.add({ kind, at: "GET /v2/user" });
  const failed = await request("GET", "/v2/user");
  expect([failed.status, await failed.json()]).toMatchObject([500, { error: { code: "internal_server_error" } }]);
  await expect(request("GET", "/v2/user")).rejects.toThrow();
  await expect((await request("GET", "/v2/user")).json()).rejects.toThrow(SyntaxError);
  expect((await request("GET", "/v2/user")).status).toBe(200);
});
