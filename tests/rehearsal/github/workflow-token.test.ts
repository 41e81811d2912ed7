import { Octokit } from "octokit";
import { expect, it } from "vitest";
import type { Permissions } from "../../../rehearsal/github/entities/account.ts";
import { at, type GitHubTest, githubWorld, openPull, refusal } from "./github-world.ts";

const job = ({ github }: GitHubTest, permissions: Permissions): Octokit["rest"] =>
  new Octokit({
    ...{ baseUrl: github.url, auth: github.workflowToken(permissions) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ...{ retry: { enabled: false }, throttle: { enabled: false } },
  }).rest;

const REFUSED = { status: 403, message: "Resource not accessible by integration" };

it("reads what its job may read, and writes nothing", async () => {
  const world = await githubWorld();
  const { head, number } = await openPull(world.as("developer"));
  const { repos, checks, issues, pulls } = job(world, { contents: "read" });
  expect((await repos.getContent({ ...at, path: "README.md" })).status).toBe(200);
  expect(await refusal(checks.create({ ...at, name: "preview", head_sha: head, conclusion: "success" }))).toEqual(
    REFUSED,
  );
  expect(await refusal(issues.createComment({ ...at, issue_number: number, body: "hello" }))).toEqual(REFUSED);
  expect(await refusal(pulls.merge({ ...at, pull_number: number }))).toEqual(REFUSED);
  expect(await refusal(repos.createOrUpdateFileContents({ ...at, path: "x", message: "x", content: "eA==" }))).toEqual(
    REFUSED,
  );
});

it("writes a check run and a comment where its job may, as GitHub Actions", async () => {
  const world = await githubWorld();
  const { head, number } = await openPull(world.as("developer"));
  const { checks, issues } = job(world, { checks: "write", pull_requests: "write" });
  const { data: run } = await checks.create({ ...at, name: "preview", head_sha: head, conclusion: "success" });
  const { data: comment } = await issues.createComment({ ...at, issue_number: number, body: "hello" });
  expect([run.app?.id, comment.user?.login, comment.user?.type]).toEqual([15368, "github-actions[bot]", "Bot"]);
  expect(comment.performed_via_github_app).toMatchObject({ id: 15368, slug: "github-actions" });
});

it("reads which pull request a commit came from, and its checks, with two permissions to read", async () => {
  const world = await githubWorld();
  const { head } = await openPull(world.as("developer"));
  const { repos, checks } = job(world, { pull_requests: "read", checks: "read" });
  const asked = { ...at, commit_sha: head };
  expect((await repos.listPullRequestsAssociatedWithCommit(asked)).data.map(({ number }) => number)).toEqual([1]);
  expect((await checks.listForRef({ ...at, ref: head })).data.total_count).toBe(0);
  const other = job(world, { contents: "read" });
  expect(await refusal(other.repos.listPullRequestsAssociatedWithCommit(asked))).toEqual(REFUSED);
});

it("may not ask who is in a team, nor who it is", async () => {
  const world = await githubWorld();
  const { teams, users } = job(world, { contents: "write", pull_requests: "write" });
  const asked = { org: at.owner, team_slug: "release-reviewers", username: "rev-robin" };
  expect(await refusal(teams.getMembershipForUserInOrg(asked))).toEqual(REFUSED);
  expect(await refusal(users.getAuthenticated())).toEqual(REFUSED);
});
