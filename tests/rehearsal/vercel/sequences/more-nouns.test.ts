import { expect, it } from "vitest";
import { provider } from "./provider.ts";

it("a group of microfrontends and a project in it", async () => {
  const { call, project } = await provider();
  const groups = "/teams/team_acmebrains/microfrontends";
  const { newMicrofrontendsGroup: group } = await call(200, "PATCH", groups, {
    newMicrofrontendsGroupName: "Main Site",
  });
  expect(group).toMatchObject({ name: "Main Site", slug: "main-site" });
  const join = {
    microfrontendsGroupId: group.id,
    isDefaultApp: true,
    defaultRoute: "/",
    routeObservabilityToThisProject: false,
    projectId: project.id,
    enabled: true,
    team_id: "",
  };
  const joined = await call(200, "PATCH", `/projects/${project.id}/microfrontends`, join);
  expect(joined.microfrontends).toMatchObject({
    enabled: true,
    isDefaultApp: true,
    defaultRoute: "/",
    groupIds: [group.id],
  });
  const listed = await call(200, "GET", "/v1/microfrontends/groups");
  expect(listed.groups).toMatchObject([
    { group: { id: group.id }, projects: [{ id: project.id, microfrontends: { enabled: true } }] },
  ]);
  const renamed = await call(200, "PATCH", `${groups}/${group.id}`, { name: "Site" });
  expect(renamed.updatedMicrofrontendsGroup).toMatchObject({ name: "Site" });
  await call(200, "PATCH", `/projects/${project.id}/microfrontends`, { projectId: project.id, enabled: false });
  await call(200, "DELETE", `${groups}/${group.id}`);
  expect((await call(200, "GET", "/v1/microfrontends/groups")).groups).toEqual([]);
});

it("a network becomes ready, is renamed and deleted", async () => {
  const { call } = await provider();
  const wanted = { name: "main", cidr: "10.0.0.0/16", region: "iad1" };
  const made = await call(201, "POST", "/v1/connect/networks", wanted);
  expect(made).toMatchObject({ ...wanted, status: "create_in_progress", teamId: "team_acmebrains" });
  const one = `/v1/connect/networks/${made.id}`;
  expect(await call(200, "GET", one)).toMatchObject({ status: "ready", egressIpAddresses: expect.any(Array) });
  expect(await call(200, "PATCH", one, { name: "other" })).toMatchObject({ name: "other" });
  await call(204, "DELETE", one);
  await call(404, "GET", one);
});

it("a blob store, its connection to a project, and an object in it", async () => {
  const { call, project, vercel } = await provider();
  const { store } = await call(200, "POST", "/v1/storage/stores/blob", {
    name: "uploads",
    access: "private",
    region: "iad1",
  });
  expect(store).toMatchObject({
    name: "uploads",
    access: "private",
    type: "blob",
    ownerId: "team_acmebrains",
    count: 0,
  });
  const one = `/v1/storage/stores/${store.id}`;
  expect((await call(200, "PUT", `/v1/storage/stores/blob/${store.id}`, { name: "files" })).store.name).toBe("files");

  const wanted = { envVarEnvironments: ["production"], envVarPrefix: "FILES", projectId: project.id };
  await call(200, "POST", `${one}/connections`, wanted);
  const [connection] = (await call(200, "GET", `${one}/connections`)).connections;
  expect(connection).toMatchObject({ ...wanted, project: { name: "twin-brains" } });
  const at = `${one}/connections/${connection.id}`;
  expect(await call(200, "PATCH", at, { envVarEnvironments: ["preview"], envVarPrefix: "F" })).toMatchObject({
    envVarPrefix: "F",
  });

  const { rwToken } = await call(200, "GET", `${one}/secrets`);
  const blob = async (method: string, path: string, body?: string) => {
    const headers = { authorization: `Bearer ${rwToken}`, "x-content-type": "text/plain" };
    const answer = await fetch(`${vercel.url}/api/blob${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return [answer.status, await answer.json()];
  };
  expect(await blob("PUT", "?pathname=notes%2Fa.txt", "hello")).toMatchObject([
    200,
    { pathname: "notes/a.txt", size: 5, contentType: "text/plain" },
  ]);
  expect(await blob("GET", "?url=notes%2Fa.txt")).toMatchObject([200, { pathname: "notes/a.txt" }]);
  expect((await call(200, "GET", one)).store).toMatchObject({ count: 1, size: 5 });
  await blob("POST", "/delete", JSON.stringify({ urls: ["notes/a.txt"] }));
  expect(await blob("GET", "?url=notes%2Fa.txt")).toMatchObject([404, { error: { code: "not_found" } }]);

  await call(204, "DELETE", at);
  await call(200, "DELETE", `/v1/storage/stores/blob/${store.id}`);
  await call(404, "GET", one);
});

it("redirects are staged, read page by page, promoted, and replaced", async () => {
  const { call, project } = await provider();
  const redirects = [
    { source: "/old", destination: "/new", permanent: true },
    { source: "/older", destination: "/new", statusCode: 307 },
  ];
  const body = { projectId: project.id, teamId: "team_acmebrains", overwrite: true, redirects };
  const { version } = await call(200, "PUT", "/v1/bulk-redirects", body);
  expect(version).toMatchObject({ isStaging: true, isLive: false, redirectCount: 2 });
  const versions = `/v1/bulk-redirects/versions?projectId=${project.id}`;
  const promoted = await call(200, "POST", versions, { id: version.id, action: "promote" });
  expect(promoted.version).toMatchObject({ id: version.id, isLive: true });
  const read = `/v1/bulk-redirects?projectId=${project.id}&page=2&per_page=1`;
  expect(await call(200, "GET", read)).toMatchObject({
    redirects: [{ source: "/older" }],
    pagination: { page: 2, per_page: 1, numPages: 2 },
  });
  await call(200, "PUT", "/v1/bulk-redirects", { ...body, redirects: [] });
  expect((await call(200, "GET", versions)).versions).toMatchObject([
    { redirectCount: 0 },
    { redirectCount: 2, isLive: true },
  ]);
});

it("a routing rule is added, promoted, edited and removed", async () => {
  const { call, project } = await provider();
  const many = `/v1/projects/${project.id}/routes`;
  const route = {
    name: "Docs",
    srcSyntax: "path-to-regexp",
    enabled: true,
    route: { src: "/docs/:path*", dest: "https://docs.acme-brains.example/:path*" },
  };
  const added = await call(200, "POST", many, { route, position: { placement: "start" } });
  expect(added).toMatchObject({
    route: { ...route, routeType: "rewrite" },
    version: { isStaging: true, ruleCount: 1 },
  });
  await call(200, "POST", `${many}/versions`, { id: added.version.id, action: "promote" });
  const edited = await call(200, "PATCH", `${many}/${added.route.id}`, { route: { ...route, name: "Handbook" } });
  expect(edited).toMatchObject({ route: { id: added.route.id, name: "Handbook" }, version: { isStaging: true } });
  expect(await call(200, "GET", many)).toMatchObject({ routes: [{ name: "Handbook" }], limit: { currentRoutes: 1 } });
  expect((await call(200, "GET", `${many}?versionId=${added.version.id}`)).routes).toMatchObject([{ name: "Docs" }]);
  expect(await call(200, "DELETE", many, { routeIds: [added.route.id] })).toMatchObject({ deletedCount: 1 });
  expect((await call(200, "GET", `${many}/versions`)).versions).toHaveLength(2);
});

it("a feature flag, a segment and an SDK key", async () => {
  const { call, project } = await provider();
  const root = `/v1/projects/${project.id}/feature-flags`;
  const outcome = { type: "variant", variantId: "off" };
  const environments = { production: { active: true, rules: [], fallthrough: outcome, pausedOutcome: outcome } };
  const variants = [
    { id: "off", value: false },
    { id: "on", value: true },
  ];
  const flag = await call(201, "PUT", `${root}/flags`, {
    slug: "v2",
    kind: "boolean",
    description: "",
    state: "active",
    variants,
    environments,
  });
  expect(flag).toMatchObject({ slug: "v2", revision: 0, projectId: project.id, typeName: "flag" });
  const changed = await call(200, "PATCH", `${root}/flags/${flag.id}`, {
    description: "the second pipeline",
    createdBy: "terraform",
  });
  expect(changed).toMatchObject({ id: flag.id, description: "the second pipeline", revision: 1 });
  expect(await call(200, "GET", `${root}/flags/v2`)).toEqual(changed);
  await call(204, "DELETE", `${root}/flags/${flag.id}`);
  await call(404, "GET", `${root}/flags/v2`);

  const segment = await call(201, "PUT", `${root}/segments`, {
    slug: "staff",
    label: "Staff",
    data: { include: { user: { id: [{ value: "u1" }] } } },
    hint: "user",
  });
  expect(await call(200, "GET", `${root}/segments/staff`)).toEqual(segment);
  expect(await call(200, "PATCH", `${root}/segments/${segment.id}`, { label: "Our staff" })).toMatchObject({
    label: "Our staff",
  });
  await call(204, "DELETE", `${root}/segments/${segment.id}`);

  const key = await call(200, "PUT", `${root}/sdk-keys`, {
    sdkKeyType: "server",
    environment: "production",
    label: "api",
  });
  expect(key).toMatchObject({ type: "server", environment: "production", keyValue: expect.any(String) });
  const listed = (await call(200, "GET", `${root}/sdk-keys`)).data;
  expect(listed).toMatchObject([{ hashKey: key.hashKey, label: "api" }]);
  expect(JSON.stringify(listed)).not.toContain(key.keyValue);
  await call(204, "DELETE", `${root}/sdk-keys/${key.hashKey}`);
});

it("a repository of the container registry", async () => {
  const { call, project } = await provider();
  const { repository } = await call(200, "POST", "/v1/vcr/repository", { projectId: project.id, name: "worker" });
  const one = `/v1/vcr/repository/worker?projectId=${project.id}`;
  expect(await call(200, "GET", one)).toEqual({ repository });
  await call(202, "DELETE", one);
  await call(404, "GET", one);
});
