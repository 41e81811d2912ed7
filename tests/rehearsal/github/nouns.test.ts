import { expect, it } from "vitest";
import { at, githubWorld, openPull, refusal } from "./github-world.ts";

it("keeps one comment of a pull request, however often it is rewritten", async () => {
  const { as } = await githubWorld();
  const { number } = await openPull(as("developer"));
  const { issues } = as("actions").rest;
  const { data: comment } = await issues.createComment({ ...at, issue_number: number, body: "first" });
  expect(comment.user?.login).toBe("github-actions[bot]");
  await issues.updateComment({ ...at, comment_id: comment.id, body: "second" });
  const { data } = await issues.listComments({ ...at, issue_number: number });
  expect(data.map(({ body }) => body)).toEqual(["second"]);
});

it("numbers issues and pull requests together, and labels both", async () => {
  const { as } = await githubWorld();
  const { rest } = as("developer");
  const issue = await rest.issues.create({ ...at, title: "Drift", labels: ["drift"] });
  const { number } = await openPull(as("developer"));
  expect([issue.data.number, number]).toEqual([1, 2]);
  await rest.issues.createLabel({ ...at, name: "Risky", color: "ff0000" });
  expect((await refusal(rest.issues.createLabel({ ...at, name: "risky" }))).status).toBe(422);
  const { data } = await rest.issues.addLabels({ ...at, issue_number: number, labels: ["Risky"] });
  expect(data).toEqual([expect.objectContaining({ name: "Risky", color: "ff0000" })]);
  const closed = await rest.issues.update({ ...at, issue_number: 1, state: "closed" });
  expect(closed.data).toMatchObject({ state: "closed", state_reason: "completed" });
});

it("makes a team, with members and repositories, and lets nobody else do so", async () => {
  const { as } = await githubWorld();
  const org = { org: at.owner, team_slug: "platform-ops" };
  const { teams } = as("administrator").rest;
  expect((await refusal(as("developer").rest.teams.create({ org: at.owner, name: "x" }))).status).toBe(403);
  const { data: team } = await teams.create({ org: at.owner, name: "Platform Ops", privacy: "closed" });
  expect(team).toMatchObject({ slug: "platform-ops", privacy: "closed" });
  await teams.addOrUpdateMembershipForUserInOrg({ ...org, username: "dev-dana" });
  await teams.addOrUpdateRepoPermissionsInOrg({ ...org, ...at, permission: "maintain" });
  const { data } = await teams.checkPermissionsForRepoInOrg({
    ...org,
    ...at,
    headers: { accept: "application/vnd.github.v3.repository+json" },
  });
  expect(data).toMatchObject({ permissions: { maintain: true, admin: false } });
  await teams.deleteInOrg(org);
  expect((await refusal(teams.getByName(org))).status).toBe(404);
});

it("keeps deploy keys without their comment, autolinks, and what workflows may do", async () => {
  const { as } = await githubWorld();
  const { rest } = as("administrator");
  const key = await rest.repos.createDeployKey({
    ...at,
    title: "ci",
    key: "ssh-ed25519 AAAAC3Nz dana@laptop",
    read_only: true,
  });
  expect(key.data).toMatchObject({ key: "ssh-ed25519 AAAAC3Nz", read_only: true });
  const template = "https://tickets.example/<num>";
  const link = await rest.repos.createAutolink({ ...at, key_prefix: "TICKET-", url_template: template });
  expect((await rest.repos.getAutolink({ ...at, autolink_id: link.data.id })).data).toEqual(link.data);
  await rest.actions.setGithubActionsPermissionsRepository({ ...at, enabled: true, allowed_actions: "selected" });
  expect((await rest.actions.getGithubActionsPermissionsRepository(at)).data).toMatchObject({
    enabled: true,
    allowed_actions: "selected",
  });
});

it("renames a branch, and the default branch with it", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  await rest.repos.renameBranch({ ...at, branch: "main", new_name: "trunk" });
  expect((await rest.repos.get(at)).data.default_branch).toBe("trunk");
  expect((await rest.repos.listBranches(at)).data.map(({ name }) => name)).toEqual(["trunk"]);
});

it("puts a refused or broken answer in the way where a rehearsal asks for it", async () => {
  const { faults, as } = await githubWorld();
  faults.add({ kind: "status", at: "GET /user", status: 503, retryAfterSeconds: 2 });
  expect((await refusal(as("developer").rest.users.getAuthenticated())).status).toBe(503);
  faults.add({ kind: "reset", at: "GET /user" });
  await expect(as("developer").rest.users.getAuthenticated()).rejects.toThrow();
  expect((await as("developer").rest.users.getAuthenticated()).status).toBe(200);
});
