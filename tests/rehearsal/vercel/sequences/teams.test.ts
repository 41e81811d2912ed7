import { expect, it } from "vitest";
import { provider } from "./provider.ts";

const team = "/v1/teams/team_acmebrains";

it("a team's settings are changed and read", async () => {
  const { call } = await provider();
  const wanted = {
    name: "Acme Brains",
    enablePreviewFeedback: "on",
    hideIpAddresses: true,
    sensitiveEnvironmentVariablePolicy: "on",
  };
  expect(await call(200, "PATCH", "/v2/teams/team_acmebrains", wanted)).toMatchObject({
    ...wanted,
    slug: "acmebrains",
  });
  expect(await call(200, "GET", "/v2/teams/acmebrains")).toMatchObject({ ...wanted, id: "team_acmebrains" });
});

it("a team member is invited, found by id, changed and removed", async () => {
  const { call, project } = await provider();
  const uid = "uAbcdefghijklmnopqrstuvw";
  const projects = [{ projectId: project.id, role: "PROJECT_VIEWER" }];
  await call(200, "POST", `${team}/members`, { uid, role: "CONTRIBUTOR", projects });
  const found = () => call(200, "GET", `/v2/teams/team_acmebrains/members?limit=1&filterByUserIds=${uid}`);
  expect((await found()).members).toMatchObject([{ uid, role: "CONTRIBUTOR", confirmed: false, projects }]);
  await call(200, "PATCH", `${team}/members/${uid}`, { role: "MEMBER" });
  expect((await found()).members).toMatchObject([{ uid, role: "MEMBER" }]);
  expect((await call(200, "GET", `${team}/members/${uid}/projects?limit=100`)).projects).toEqual(projects);
  await call(200, "DELETE", `/v2/teams/team_acmebrains/members/${uid}`);
  expect((await found()).members).toEqual([]);
});

it("an access group with a member and a project", async () => {
  const { call, project } = await provider();
  const made = await call(200, "POST", "/v1/access-groups", { name: "Frontend" });
  expect(made).toMatchObject({
    name: "Frontend",
    teamId: "team_acmebrains",
    accessGroupId: expect.stringMatching(/^ag_/),
  });
  const one = `/v1/access-groups/${made.accessGroupId}`;
  expect(await call(200, "POST", one, { name: "Web" })).toMatchObject({ name: "Web" });
  expect(await call(200, "GET", one)).toMatchObject({ name: "Web", membersCount: 0 });

  const uid = "uAbcdefghijklmnopqrstuvw";
  await call(200, "POST", one, { membersToAdd: [uid] });
  expect(await call(200, "GET", `${one}/members?limit=100`)).toMatchObject({
    members: [{ uid }],
    pagination: { next: null },
  });
  await call(200, "POST", one, { membersToRemove: [uid] });
  expect((await call(200, "GET", `${one}/members?limit=100`)).members).toEqual([]);

  const link = { projectId: project.id, role: "PROJECT_VIEWER" };
  expect(await call(200, "POST", `${one}/projects`, link)).toMatchObject({
    ...link,
    accessGroupId: made.accessGroupId,
  });
  const at = `${one}/projects/${project.id}`;
  expect(await call(200, "PATCH", at, { role: "ADMIN" })).toMatchObject({ role: "ADMIN" });
  expect(await call(200, "GET", at)).toMatchObject({ role: "ADMIN", teamId: "team_acmebrains" });
  expect((await call(200, "GET", `${one}/projects`)).projects).toMatchObject([{ projectId: project.id }]);
  await call(200, "DELETE", at);
  await call(404, "GET", at);
  await call(200, "DELETE", one);
  await call(404, "GET", one);
});

it("directory groups are none", async () => {
  const { call } = await provider();
  expect(await call(200, "GET", "/teams/team_acmebrains/dsync/groups")).toMatchObject({
    groups: [],
    pagination: { after: null },
  });
});

it("a user's token is told once, read by id and deleted", async () => {
  const { call } = await provider();
  const { token, bearerToken } = await call(200, "POST", "/v3/user/tokens", { name: "ci" });
  expect(bearerToken).toMatch(/^[0-9a-zA-Z]{24}$/);
  const read = await call(200, "GET", `/v5/user/tokens/${token.id}`);
  expect(read).toMatchObject({ token: { id: token.id, name: "ci", type: "token" } });
  expect(read).not.toHaveProperty("bearerToken");
  expect((await call(200, "GET", "/v6/user/tokens")).tokens).toHaveLength(1);
  await call(200, "DELETE", `/v3/user/tokens/${token.id}`);
  await call(404, "GET", `/v5/user/tokens/${token.id}`);
});
