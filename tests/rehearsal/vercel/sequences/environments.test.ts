import { expect, it } from "vitest";
import { built } from "../world.ts";
import { provider } from "./provider.ts";

it("a custom environment is created, read, changed and deleted, with what only it had", async () => {
  const { call, project } = await provider();
  const many = `/v1/projects/${project.id}/custom-environments`;
  const branchMatcher = { type: "startsWith", pattern: "qa-" };
  const made = await call(201, "POST", many, { slug: "qa", description: "", branchMatcher });
  expect(made).toMatchObject({ slug: "qa", description: "", branchMatcher, id: expect.stringMatching(/^env_/) });
  expect(await call(200, "GET", `${many}/qa`)).toEqual(made);
  const renamed = await call(200, "PATCH", `${many}/qa`, {
    slug: "quality",
    description: "for testers",
    branchMatcher: null,
  });
  expect(renamed).toMatchObject({ id: made.id, slug: "quality", description: "for testers" });
  expect(renamed.branchMatcher).toBeUndefined();
  expect((await call(400, "POST", many, { slug: "production" })).error.code).toBe("bad_request");

  const variable = { key: "ONLY_QA", value: "1", type: "encrypted", comment: "", customEnvironmentIds: [made.id] };
  await call(201, "POST", `/v10/projects/${project.id}/env`, variable);
  await call(200, "DELETE", `${many}/quality`, { deleteUnassignedEnvironmentVariables: true });
  expect((await call(200, "GET", `/v8/projects/${project.id}/env?decrypt=true`)).envs).toEqual([]);
  await call(404, "GET", `${many}/quality`);
});

it("a deployment to a custom environment is built with its variables and answers for its domains", async () => {
  const world = await provider();
  const { call, project, edge } = world;
  await call(200, "PATCH", `/v9/projects/${project.id}`, { ssoProtection: null });
  const { id } = await call(201, "POST", `/v9/projects/${project.id}/custom-environments`, { slug: "qa" });
  await call(201, "POST", `/v10/projects/${project.id}/env`, [
    { key: "V2_ROLLOUT_PERCENT", value: "50", type: "encrypted", target: [], customEnvironmentIds: [id], comment: "" },
    { key: "V2_ROLLOUT_PERCENT", value: "0", type: "encrypted", target: ["production", "preview"], comment: "" },
  ]);
  const domain = { name: "qa.twin-brains.example", customEnvironmentId: id };
  expect(await call(200, "POST", `/v10/projects/${project.id}/domains`, domain)).toMatchObject(domain);
  const made = await call(200, "POST", "/v12/now/deployments?skipAutoDetectionConfirmation=1", {
    ...{ project: project.id, name: project.id, customEnvironmentSlugOrId: "qa", projectSettings: {} },
    gitSource: { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" },
  });
  expect(await built(world, made.id)).toMatchObject({ customEnvironment: { id, slug: "qa" }, target: null });
  const answer = await edge.fetch("https://qa.twin-brains.example/");
  expect(await answer.json()).toMatchObject({ percent: "50" });
});

it("a variable is created, read decrypted, changed and deleted, and a conflict names it", async () => {
  const { call, project } = await provider();
  const many = `/v10/projects/${project.id}/env`;
  const wanted = {
    key: "API_URL",
    value: "https://a.example",
    target: ["production", "preview"],
    type: "encrypted",
    comment: "",
  };
  const { created } = await call(201, "POST", many, wanted);
  expect(await call(200, "GET", `${many}/${created.id}`)).toMatchObject({ ...wanted, id: created.id, decrypted: true });
  const changed = { value: "https://b.example", target: ["production"], type: "encrypted", comment: "moved" };
  expect(await call(200, "PATCH", `${many}/${created.id}`, changed)).toMatchObject({
    key: "API_URL",
    target: ["production"],
  });
  const { envs } = await call(200, "GET", `/v8/projects/${project.id}/env?decrypt=true`);
  expect(envs).toMatchObject([{ ...changed, key: "API_URL" }]);
  const conflict = await call(400, "POST", many, wanted);
  expect(conflict.error).toMatchObject({
    code: "ENV_CONFLICT",
    envVarKey: "API_URL",
    target: ["production", "preview"],
  });
  await call(200, "DELETE", `/v8/projects/${project.id}/env/${created.id}`);
  await call(404, "GET", `${many}/${created.id}`);
});

it("several variables at once: those that are free are made, the others are told as failed", async () => {
  const { call, project } = await provider();
  const many = `/v10/projects/${project.id}/env`;
  const variable = (key: string) => ({ key, value: "1", target: ["production"], type: "sensitive", comment: "" });
  const first = await call(201, "POST", many, [variable("A"), variable("B")]);
  expect(first).toMatchObject({ created: [{ key: "A", type: "sensitive" }, { key: "B" }], failed: [] });
  const second = await call(201, "POST", many, [variable("B"), variable("C")]);
  expect(second).toMatchObject({
    created: [{ key: "C" }],
    failed: [{ error: { code: "ENV_CONFLICT", envVarKey: "B" } }],
  });
  const ids = first.created.map(({ id }: { id: string }) => id);
  expect(await call(200, "DELETE", `/v1/projects/${project.id}/env`, { ids })).toEqual({ deleted: 2, ids });
});

it("a shared variable is created, listed, linked and unlinked, changed and deleted", async () => {
  const world = await provider();
  const { call, project } = world;
  const wanted = {
    type: "encrypted",
    projectId: [project.id],
    target: ["production"],
    applyToAllCustomEnvironments: false,
  };
  const evs = [{ key: "SHARED", value: "one", comment: "for all" }];
  const { created } = await call(201, "POST", "/v1/env", { ...wanted, evs });
  const [{ id }] = created;
  expect(await call(200, "GET", `/v1/env/${id}`)).toMatchObject({
    ...wanted,
    key: "SHARED",
    value: "one",
    comment: "for all",
  });
  expect((await call(409, "POST", "/v1/env", { ...wanted, evs })).error.code).toBe("existing_key_and_target");

  const made = await call(200, "POST", "/v13/deployments", {
    ...{ project: project.id, target: "production" },
    gitSource: { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" },
  });
  await built(world, made.id);
  const visit = await world.edge.fetch("https://twin-brains.vercel.app/");
  expect(await visit.json()).toMatchObject({ env: { SHARED: "one" } });

  const update = { value: "two", type: "encrypted", projectId: null, target: ["production", "preview"], comment: "" };
  const changed = { ...update, applyToAllCustomEnvironments: true, projectIdUpdates: { unlink: [project.id] } };
  expect((await call(200, "PATCH", "/v1/env", { updates: { [id]: changed } })).updated).toMatchObject([
    { id, projectId: [], target: ["production", "preview"] },
  ]);
  expect((await call(200, "GET", "/v1/env/all")).data).toMatchObject([{ id, key: "SHARED" }]);
  expect(await call(200, "DELETE", "/v1/env", { ids: [id] })).toEqual({ deleted: [id], failed: [] });
  await call(404, "GET", `/v1/env/${id}`);
});
