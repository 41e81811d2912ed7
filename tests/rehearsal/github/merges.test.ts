import { expect, it } from "vitest";
import { GITHUB_ACTIONS } from "../../../rehearsal/github/entities/account.ts";
import { at, githubWorld, openPull, refusal, repository, stackFile, writeFile } from "./github-world.ts";

const ruleset = (rules: object[], more: object = {}) =>
  ({
    ...at,
    name: "merge gate",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules,
    ...more,
    // biome-ignore lint/suspicious/noExplicitAny: octokit's union of all rules adds nothing here
  }) as any;
const checks = (strict = false, required: object[] = [{ context: "preview", integration_id: GITHUB_ACTIONS }]) => ({
  type: "required_status_checks",
  parameters: { strict_required_status_checks_policy: strict, required_status_checks: required },
});
const reviews = (more: object = {}) => ({
  type: "pull_request",
  parameters: {
    required_approving_review_count: 1,
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
    ...more,
  },
});
const violation = (...told: string[]) => ({
  status: 405,
  message: `Repository rule violations found\n\n${told.map((line) => `${line}\n\n`).join("")}`,
});

it("merges what no rule forbids, and the merge is a push of the world's Git", async () => {
  const { git, as } = await githubWorld();
  const heard: string[] = [];
  git.onPush((_repo, branch, { message }) => heard.push(`${branch}: ${message.split("\n")[0]}`));
  const { number, head } = await openPull(as("developer"), { text: stackFile("https://new.example") });
  const { data } = await as("developer").rest.pulls.merge({ ...at, pull_number: number });
  expect(data).toMatchObject({ merged: true, message: "Pull Request successfully merged" });
  expect(git.resolve(repository, "main")?.sha).toBe(data.sha);
  expect(git.repository(repository).commit(data.sha).parents).toContain(head);
  expect(heard).toEqual(["change: Write Pulumi.prod.yaml", "main: Merge pull request #1 from acme-brains/change"]);
});

it("refuses a merge until the required check of the pinned app has passed", async () => {
  const { as } = await githubWorld();
  await as("administrator").rest.repos.createRepoRuleset(ruleset([checks()]));
  const { number, head } = await openPull(as("developer"));
  const merge = () => as("developer").rest.pulls.merge({ ...at, pull_number: number });
  expect(await refusal(merge())).toEqual(violation('Required status check "preview" is expected.'));

  const actions = as("actions").rest.checks;
  const { data: run } = await actions.create({ ...at, name: "preview", head_sha: head, status: "in_progress" });
  expect(await refusal(merge())).toEqual(violation('Required status check "preview" is in progress.'));
  await actions.update({ ...at, check_run_id: run.id, conclusion: "failure" });
  expect(await refusal(merge())).toEqual(violation('Required status check "preview" is failing.'));
  await actions.create({ ...at, name: "preview", head_sha: head, conclusion: "success" });
  expect((await merge()).data.merged).toBe(true);
});

it("takes no other app's and no user's word for a pinned check", async () => {
  const { as } = await githubWorld();
  await as("administrator").rest.repos.createRepoRuleset(ruleset([checks()]));
  const { number, head } = await openPull(as("developer"));
  const developer = as("developer").rest;
  await developer.repos.createCommitStatus({ ...at, sha: head, context: "preview", state: "success" });
  await developer.checks.create({ ...at, name: "preview", head_sha: head, conclusion: "success" });
  const refused = await refusal(developer.pulls.merge({ ...at, pull_number: number }));
  expect(refused).toEqual(violation('Required status check "preview" is expected.'));
});

it("counts several missing checks by how they stand", async () => {
  const { as } = await githubWorld();
  const three = ["a", "b", "c"].map((context) => ({ context }));
  await as("administrator").rest.repos.createRepoRuleset(ruleset([checks(false, three)]));
  const { number, head } = await openPull(as("developer"));
  const { repos, pulls } = as("developer").rest;
  const merge = () => refusal(pulls.merge({ ...at, pull_number: number }));
  expect(await merge()).toEqual(violation("3 of 3 required status checks are expected."));
  await repos.createCommitStatus({ ...at, sha: head, context: "a", state: "success" });
  await repos.createCommitStatus({ ...at, sha: head, context: "b", state: "failure" });
  expect(await merge()).toEqual(
    violation("2 of 3 required status checks have not succeeded: 1 failing and 1 expected."),
  );
});

it("wants a branch up to date where the rule is strict, and updates it on request", async () => {
  const { git, as } = await githubWorld();
  await as("administrator").rest.repos.createRepoRuleset(ruleset([checks(true)]));
  const { number, head } = await openPull(as("developer"));
  git.write(repository, "main", "Meanwhile", { "other.txt": "other\n" });
  const green = (sha: string) =>
    as("actions").rest.checks.create({ ...at, name: "preview", head_sha: sha, conclusion: "success" });
  await green(head);
  const { pulls } = as("developer").rest;
  expect(await refusal(pulls.merge({ ...at, pull_number: number }))).toEqual(
    violation("This branch is out-of-date with the base branch."),
  );
  expect((await pulls.get({ ...at, pull_number: number })).data.mergeable_state).toBe("behind");

  const updated = await pulls.updateBranch({ ...at, pull_number: number, expected_head_sha: head });
  expect(updated.status).toBe(202);
  const now = (await pulls.get({ ...at, pull_number: number })).data.head.sha;
  expect(now).not.toBe(head);
  await green(now);
  expect((await pulls.merge({ ...at, pull_number: number, sha: now })).data.merged).toBe(true);
});

it("wants an approval of somebody else, and dismisses it when the branch changes", async () => {
  const { as } = await githubWorld();
  await as("administrator").rest.repos.createRepoRuleset(ruleset([reviews()]));
  const { number } = await openPull(as("developer"));
  const { pulls } = as("developer").rest;
  const merge = () => pulls.merge({ ...at, pull_number: number });
  const needed = violation("At least 1 approving review is required by reviewers with write access.");
  expect(await refusal(merge())).toEqual(needed);
  const own = refusal(pulls.createReview({ ...at, pull_number: number, event: "APPROVE" }));
  expect(await own).toEqual({ status: 422, message: "Unprocessable Entity" });

  const approve = () => as("reviewer").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
  await approve();
  await writeFile(as("developer"), { branch: "change", path: "more.txt", text: "more\n" });
  expect(await refusal(merge())).toEqual(needed);
  expect((await pulls.listReviews({ ...at, pull_number: number })).data.map(({ state }) => state)).toEqual([
    "DISMISSED",
  ]);
  await approve();
  expect((await merge()).data.merged).toBe(true);
});

it("wants the owner of a changed file to approve", async () => {
  const { git, as } = await githubWorld();
  git.write(repository, "main", "Owners", {
    ".github/CODEOWNERS": "* @acme-brains/release-reviewers\n/Pulumi.*.yaml @ada-admin\n",
  });
  const rule = reviews({ require_code_owner_review: true });
  await as("administrator").rest.repos.createRepoRuleset(ruleset([rule]));
  const { number } = await openPull(as("developer"));
  const merge = () => as("developer").rest.pulls.merge({ ...at, pull_number: number });
  await as("reviewer").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
  expect(await refusal(merge())).toEqual(violation("Waiting on code owner review."));
  await as("administrator").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
  expect((await merge()).data.merged).toBe(true);
});

it("enforces neither a disabled ruleset nor one that only evaluates", async () => {
  const { as } = await githubWorld();
  for (const enforcement of ["disabled", "evaluate"] as const)
    await as("administrator").rest.repos.createRepoRuleset(ruleset([checks()], { name: enforcement, enforcement }));
  const { number } = await openPull(as("developer"));
  expect((await as("developer").rest.pulls.merge({ ...at, pull_number: number })).data.merged).toBe(true);
});

it("lets only the actors of the bypass list pass by, by pull request where the list says so", async () => {
  const { as } = await githubWorld();
  const bypass_actors = [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "pull_request" }];
  const administrator = as("administrator").rest;
  const { data: made } = await administrator.repos.createRepoRuleset(ruleset([checks(), reviews()], { bypass_actors }));
  expect(made.current_user_can_bypass).toBe("pull_requests_only");
  const { number } = await openPull(as("developer"));
  expect((await refusal(as("developer").rest.pulls.merge({ ...at, pull_number: number }))).status).toBe(405);
  const direct = writeFile(as("administrator"), { branch: "main", path: "README.md", text: "# Other\n" });
  expect(await refusal(direct)).toMatchObject({
    status: 409,
    message: expect.stringContaining("Changes must be made through a pull request."),
  });
  expect((await administrator.pulls.merge({ ...at, pull_number: number })).data.merged).toBe(true);
});

it("answers as the vendor does what cannot be merged at all", async () => {
  const { git, as } = await githubWorld();
  const developer = as("developer").rest.pulls;
  const { number } = await openPull(as("developer"));
  const merge = (more: object = {}) => refusal(developer.merge({ ...at, pull_number: number, ...more }));
  expect(await merge({ sha: "0".repeat(40) })).toEqual({
    status: 409,
    message: "Head branch was modified. Review and try the merge again.",
  });
  git.write(repository, "main", "Conflict", { "Pulumi.prod.yaml": stackFile("https://third.example") });
  expect((await developer.get({ ...at, pull_number: number })).data).toMatchObject({
    mergeable: false,
    mergeable_state: "dirty",
  });
  expect(await merge()).toEqual({ status: 405, message: "Pull Request is not mergeable" });
  await as("administrator").rest.repos.update({ ...at, allow_squash_merge: false });
  expect(await merge({ merge_method: "squash" })).toEqual({
    status: 405,
    message: "Squash merges are not allowed on this repository.",
  });
  await developer.update({ ...at, pull_number: number, state: "closed" });
  expect(await merge()).toEqual({ status: 405, message: "Pull Request is not mergeable" });
});

it("squashes to one commit, and rebases commit by commit", async () => {
  const { git, as } = await githubWorld();
  const { pulls } = as("developer").rest;
  const first = await openPull(as("developer"), { branch: "one", path: "a.txt", text: "a\n" });
  await writeFile(as("developer"), { branch: "one", path: "b.txt", text: "b\n" });
  const squash = await pulls.merge({ ...at, pull_number: first.number, merge_method: "squash" });
  const files = git.repository(repository);
  expect(files.commit(squash.data.sha)).toMatchObject({
    message: "A change (#1)\n\n* Write a.txt\n\n* Write b.txt",
    parents: [expect.any(String)],
  });
  const second = await openPull(as("developer"), { branch: "two", path: "c.txt", text: "c\n" });
  git.write(repository, "main", "Meanwhile", { "d.txt": "d\n" });
  const rebase = await pulls.merge({ ...at, pull_number: second.number, merge_method: "rebase" });
  expect(files.commit(rebase.data.sha).message).toBe("Write c.txt");
  expect([...files.filesOf(rebase.data.sha).keys()]).toEqual([
    "Pulumi.prod.yaml",
    "README.md",
    "a.txt",
    "b.txt",
    "c.txt",
    "d.txt",
  ]);
});

it("enforces classic branch protection as well, in its own words", async () => {
  const { as } = await githubWorld();
  await as("administrator").rest.repos.updateBranchProtection({
    ...at,
    branch: "main",
    required_status_checks: { strict: false, contexts: ["preview"] },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });
  const { number, head } = await openPull(as("developer"));
  const merge = () => as("developer").rest.pulls.merge({ ...at, pull_number: number });
  expect(await refusal(merge())).toEqual({ status: 405, message: 'Required status check "preview" is expected.' });
  await as("developer").rest.repos.createCommitStatus({ ...at, sha: head, context: "preview", state: "success" });
  expect((await merge()).data.merged).toBe(true);
});
