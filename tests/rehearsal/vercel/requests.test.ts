import { describe, expect, it } from "vitest";
import { teamId, vercelForTest } from "./world.ts";

const scope = `?teamId=${teamId}`;

async function withProject() {
  const world = await vercelForTest();
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await world.request(method, path, body);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
  };
  const project = (await json("POST", `/v8/projects${scope}`, { name: "twin-brains" })).body;
  return { ...world, json, project };
}

const variable = { key: "API_KEY", value: "hunter2-plain", target: ["production"] };

it("a wrong token is 403 with invalidToken", async () => {
  const { request } = await vercelForTest();
  const answer = await request("GET", "/v2/user", undefined, "wrong");
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { code: "forbidden", invalidToken: true } });
});

it("a team the token is not in is 403, and a project of a team is not found outside of it", async () => {
  const { json } = await withProject();
  expect(await json("GET", "/v9/projects/twin-brains?teamId=team_other")).toMatchObject({
    status: 403,
    body: { error: { code: "forbidden" } },
  });
  expect(await json("GET", "/v9/projects/twin-brains")).toMatchObject({
    status: 404,
    body: { error: { code: "not_found" } },
  });
});

it("a team is found by id and by slug", async () => {
  const { json } = await withProject();
  expect((await json("GET", `/v2/teams/${teamId}`)).body).toMatchObject({ slug: "acmebrains" });
  expect((await json("GET", "/v10/projects/twin-brains?slug=acmebrains")).status).toBe(200);
});

it("an unknown route is the vendor's 404 and is remembered", async () => {
  const { json, vercel } = await withProject();
  expect(await json("GET", "/v99/nothing")).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  expect(vercel.unknownRoutes()).toEqual(["GET /v99/nothing"]);
});

it("a status fault answers once in the vendor's shape, with Retry-After on 429", async () => {
  const { json, faults } = await withProject();
  faults.add({ kind: "status", at: "GET /v2/user", status: 429 });
  const limited = await json("GET", "/v2/user");
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(limited.body).toMatchObject({ error: { code: "rate_limited", limit: { remaining: 0 } } });
  expect((await json("GET", "/v2/user")).status).toBe(200);
});

it("a project name is taken once per account", async () => {
  const { json } = await withProject();
  expect(await json("POST", `/v11/projects${scope}`, { name: "twin-brains" })).toMatchObject({
    status: 409,
    body: { error: { code: "conflict" } },
  });
  const own = await json("POST", "/v11/projects", { name: "twin-brains" });
  expect(own.status).toBe(200);
  expect(own.body.alias[0].domain).toMatch(/^twin-brains-[0-9a-z]{3}\.vercel\.app$/);
});

it("a field that the project API does not have is refused by name", async () => {
  const { json } = await withProject();
  const answer = await json("PATCH", `/v9/projects/twin-brains${scope}`, { nodeVerison: "20.x" });
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toContain("nodeVerison");
});

it("a project is connected to a repository, given another production branch, and disconnected", async () => {
  const { json } = await withProject();
  const one = `/v9/projects/twin-brains`;
  await json("POST", `${one}/link${scope}`, { type: "github", repo: "acme-brains/twin-brains" });
  const moved = await json("PATCH", `${one}/branch${scope}`, { branch: "release" });
  expect(moved.body.link).toMatchObject({ org: "acme-brains", repo: "twin-brains", productionBranch: "release" });
  expect((await json("DELETE", `${one}/link${scope}`)).body.link).toBeUndefined();
});

it("lists are paged by limit and until", async () => {
  const { json, clock } = await withProject();
  for (const name of ["second", "third"]) {
    clock.advance(1000);
    await json("POST", `/v8/projects${scope}`, { name });
  }
  const names = ({ body }: { body: { projects: { name: string }[] } }) => body.projects.map(({ name }) => name);
  const first = await json("GET", `/v10/projects${scope}&limit=2`);
  expect(names(first)).toEqual(["third", "second"]);
  const second = await json("GET", `/v10/projects${scope}&limit=2&until=${first.body.pagination.next}`);
  expect(names(second)).toEqual(["twin-brains"]);
  expect(second.body.pagination).toMatchObject({ count: 1, next: null });
});

describe("environment variables", () => {
  it("a sensitive value never comes back", async () => {
    const { json } = await withProject();
    const made = await json("POST", `/v10/projects/twin-brains/env${scope}`, { ...variable, type: "sensitive" });
    const one = await json("GET", `/v10/projects/twin-brains/env/${made.body.created.id}${scope}`);
    const list = await json("GET", `/v8/projects/twin-brains/env${scope}&decrypt=true`);
    const project = await json("GET", `/v10/projects/twin-brains${scope}`);
    for (const answer of [made, one, list, project]) expect(JSON.stringify(answer.body)).not.toContain("hunter2");
  });

  it("an encrypted value comes back only where it is decrypted", async () => {
    const { json } = await withProject();
    const made = await json("POST", `/v10/projects/twin-brains/env${scope}`, { ...variable, type: "encrypted" });
    expect(made.status).toBe(201);
    const plain = Buffer.from(made.body.created.value, "base64").toString();
    expect(`${made.body.created.value} ${plain}`).not.toContain("hunter2");
    const list = await json("GET", `/v8/projects/twin-brains/env${scope}&decrypt=true`);
    expect(list.body.envs[0]).toMatchObject({ value: "hunter2-plain", decrypted: true });
  });

  it("a second variable of the same key, target and branch is 400 ENV_CONFLICT, and another branch is none", async () => {
    const { json } = await withProject();
    const create = (over: object) =>
      json("POST", `/v9/projects/twin-brains/env${scope}`, {
        ...variable,
        type: "plain",
        target: ["preview"],
        ...over,
      });
    await create({});
    expect(await create({ target: ["preview", "production"] })).toMatchObject({
      status: 400,
      body: { error: { code: "ENV_CONFLICT", envVarKey: "API_KEY" } },
    });
    expect((await create({ gitBranch: "staging" })).status).toBe(201);
  });

  it("upsert changes the variable that is there", async () => {
    const { json } = await withProject();
    const create = (value: string, query = "") =>
      json("POST", `/v10/projects/twin-brains/env${scope}${query}`, { ...variable, type: "plain", value });
    const first = await create("1");
    const second = await create("2", "&upsert=true");
    expect(second.body.created).toMatchObject({ id: first.body.created.id, value: "2" });
  });

  it.each([
    ["sensitive for development", { type: "sensitive", target: ["development"] }, "development"],
    ["a branch for production", { type: "plain", gitBranch: "main" }, "gitBranch"],
    [
      "an unknown custom environment",
      { type: "plain", customEnvironmentIds: ["env_1"] },
      "no custom environment env_1",
    ],
    ["a key with a dash", { type: "plain", key: "A-B" }, "key"],
  ])("refuses %s", async (_, over, reason) => {
    const { json } = await withProject();
    const answer = await json("POST", `/v10/projects/twin-brains/env${scope}`, { ...variable, ...over });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(reason);
  });
});

describe("domains", () => {
  const add = "/domains";
  it("a domain is in one project of an account: 400 for the same one, 409 for another", async () => {
    const { json } = await withProject();
    await json("POST", `/v8/projects${scope}`, { name: "other" });
    const name = "app.twin-brains.example";
    await json("POST", `/v10/projects/twin-brains${add}${scope}`, { name });
    const [same, other] = [
      await json("POST", `/v10/projects/twin-brains${add}${scope}`, { name }),
      await json("POST", `/v10/projects/other${add}${scope}`, { name }),
    ];
    expect([same.status, same.body.error.code]).toEqual([400, "domain_already_in_use"]);
    expect([other.status, other.body.error.code]).toEqual([409, "domain_already_in_use"]);
  });

  it("a domain of another account waits for its verification", async () => {
    const { json } = await withProject();
    const name = "app.twin-brains.example";
    await json("POST", `/v10/projects/twin-brains${add}${scope}`, { name });
    await json("POST", "/v8/projects", { name: "mine" });
    const added = await json("POST", `/v10/projects/mine${add}`, { name });
    expect(added.body).toMatchObject({
      verified: false,
      verification: [{ type: "TXT", domain: "_vercel.twin-brains.example" }],
    });
    expect((await json("POST", `/v9/projects/mine${add}/${name}/verify`)).status).toBe(400);
    await json("DELETE", `/v9/projects/twin-brains${add}/${name}${scope}`);
    expect((await json("POST", `/v9/projects/mine${add}/${name}/verify`)).body).toMatchObject({ verified: true });
  });
});
