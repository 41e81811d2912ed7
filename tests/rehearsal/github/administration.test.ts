import { expect, it } from "vitest";
import { at, githubWorld, refusal, repository } from "./github-world.ts";

const inProduction = { ...at, environment_name: "production" };

it("keeps a ruleset as it is sent, with the defaults that GitHub fills in", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  const { data: made, status } = await rest.repos.createRepoRuleset({
    ...at,
    name: "gate",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      { type: "deletion" },
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: true,
          required_status_checks: [{ context: "preview", integration_id: 15368 }, { context: "any" }],
        },
      },
    ],
  });
  expect(status).toBe(201);
  expect(made).toMatchObject({
    target: "branch",
    source_type: "Repository",
    source: "acme-brains/twin-brains",
    bypass_actors: [],
    current_user_can_bypass: "never",
    rules: [{ type: "deletion" }, { type: "required_status_checks", parameters: { do_not_enforce_on_create: false } }],
  });
  const found = await rest.repos.getRepoRuleset({ ...at, ruleset_id: made.id, includes_parents: false });
  expect(found.data).toEqual(made);
  const listed = await rest.repos.getRepoRulesets(at);
  expect(listed.data).toEqual([expect.not.objectContaining({ rules: expect.anything() })]);
  const held = await rest.repos.getBranchRules({ ...at, branch: "main" });
  expect(held.data.map(({ type }) => type)).toEqual(["deletion", "required_status_checks"]);
  expect((await rest.repos.getBranchRules({ ...at, branch: "other" })).data).toEqual([]);
});

it("changes only what an update of a ruleset names, and wants names to be unique", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  const create = (name: string) =>
    rest.repos.createRepoRuleset({ ...at, name, enforcement: "active", rules: [{ type: "deletion" }] });
  const { data: made } = await create("one");
  await create("two");
  const update = (more: object) => rest.repos.updateRepoRuleset({ ...at, ruleset_id: made.id, ...more });
  expect((await update({ enforcement: "disabled" })).data).toMatchObject({
    name: "one",
    rules: [{ type: "deletion" }],
  });
  expect(await refusal(create("one"))).toEqual({ status: 422, message: "Validation Failed" });
  expect((await refusal(update({ name: "two" }))).status).toBe(422);
});

it("sets an environment as a whole: what is left out is off", async () => {
  const { github, as } = await githubWorld();
  const { rest } = as("administrator");
  const team = [...github.state.teams.values()][0];
  await rest.repos.createOrUpdateEnvironment({
    ...inProduction,
    wait_timer: 10,
    prevent_self_review: true,
    reviewers: [{ type: "Team", id: team?.id ?? 0 }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  const { data } = await rest.repos.getEnvironment(inProduction);
  expect(data.protection_rules).toEqual([
    expect.objectContaining({ type: "wait_timer", wait_timer: 10 }),
    expect.objectContaining({
      type: "required_reviewers",
      prevent_self_review: true,
      reviewers: [{ type: "Team", reviewer: expect.objectContaining({ slug: "release-reviewers" }) }],
    }),
    expect.objectContaining({ type: "branch_policy" }),
  ]);
  const policy = await rest.repos.createDeploymentBranchPolicy({ ...inProduction, name: "main" });
  expect(policy.data).toMatchObject({ name: "main", type: "branch" });
  await rest.repos.createOrUpdateEnvironment(inProduction);
  const after = await rest.repos.getEnvironment(inProduction);
  expect(after.data).toMatchObject({ protection_rules: [], deployment_branch_policy: null });
  const policies = await rest.repos.listDeploymentBranchPolicies(inProduction);
  expect(policies.data).toEqual({ total_count: 0, branch_policies: [] });
});

it("refuses an environment's reviewer whom nobody knows, and a policy of both kinds", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  const put = (more: object) => refusal(rest.repos.createOrUpdateEnvironment({ ...inProduction, ...more }));
  expect((await put({ reviewers: [{ type: "User", id: 999_999 }] })).status).toBe(422);
  const both = { protected_branches: true, custom_branch_policies: true };
  expect((await put({ deployment_branch_policy: both })).status).toBe(422);
});

it("keeps variables of a repository and of an environment apart, under upper-case names", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  await rest.repos.createOrUpdateEnvironment(inProduction);
  await rest.actions.createRepoVariable({ ...at, name: "stack", value: "repo" });
  await rest.actions.createEnvironmentVariable({ ...inProduction, name: "STACK", value: "prod" });
  expect((await rest.actions.getRepoVariable({ ...at, name: "stack" })).data).toMatchObject({
    name: "STACK",
    value: "repo",
  });
  await rest.actions.updateEnvironmentVariable({ ...inProduction, name: "STACK", value: "production" });
  const { data } = await rest.actions.listEnvironmentVariables(inProduction);
  expect(data).toMatchObject({ total_count: 1, variables: [{ value: "production" }] });
  expect(await refusal(rest.actions.createRepoVariable({ ...at, name: "STACK", value: "" }))).toEqual({
    status: 409,
    message: "Already exists - Variable already exists",
  });
  await rest.actions.deleteRepoVariable({ ...at, name: "STACK" });
  expect((await refusal(rest.actions.getRepoVariable({ ...at, name: "STACK" }))).status).toBe(404);
});

it("takes secrets that are sealed for its key, and never shows them; also by the repository's number", async () => {
  const { as } = await githubWorld();
  const administrator = as("administrator");
  const { rest } = administrator;
  await rest.repos.createOrUpdateEnvironment(inProduction);
  const { data: key } = await rest.actions.getRepoPublicKey(at);
  expect(Buffer.from(key.key, "base64")).toHaveLength(32);
  const sealed = Buffer.alloc(60, 7).toString("base64");
  const put = (more: object = {}) =>
    rest.actions.createOrUpdateRepoSecret({
      ...at,
      secret_name: "KEY",
      encrypted_value: sealed,
      key_id: key.key_id,
      ...more,
    });
  expect((await put()).status).toBe(201);
  expect((await put()).status).toBe(204);
  expect((await refusal(put({ key_id: "1" }))).status).toBe(422);
  expect((await refusal(put({ encrypted_value: "aGk=" }))).status).toBe(422);
  const { data: secret } = await rest.actions.getRepoSecret({ ...at, secret_name: "KEY" });
  expect(Object.keys(secret).sort()).toEqual(["created_at", "name", "updated_at"]);

  const { id } = (await rest.repos.get(at)).data;
  const own = await administrator.request(`GET /repositories/${id}/environments/production/secrets/public-key`);
  expect(own.data.key).not.toBe(key.key);
});

it("changes of a repository only what a PATCH names", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  await rest.repos.update({ ...at, allow_merge_commit: false, delete_branch_on_merge: true });
  const { data } = await rest.repos.update({ ...at, description: "An app" });
  expect(data).toMatchObject({
    description: "An app",
    allow_merge_commit: false,
    delete_branch_on_merge: true,
    has_issues: true,
    visibility: "private",
  });
  expect((await refusal(rest.repos.update({ ...at, default_branch: "nope" }))).status).toBe(422);
  expect((await refusal(rest.repos.checkVulnerabilityAlerts(at))).status).toBe(404);
  await rest.repos.enableVulnerabilityAlerts(at);
  expect((await rest.repos.checkVulnerabilityAlerts(at)).status).toBe(204);
});

it("makes and deletes a repository, its Git included", async () => {
  const { git, as } = await githubWorld();
  const { rest } = as("administrator");
  const made = await rest.repos.createInOrg({ org: at.owner, name: "other", auto_init: true });
  expect(made.data).toMatchObject({ full_name: "acme-brains/other", organization: { login: "acme-brains" } });
  expect(git.resolve("acme-brains/other", "main")?.message).toBe("Initial commit");
  expect(await refusal(rest.repos.createInOrg({ org: at.owner, name: "other" }))).toEqual({
    status: 422,
    message: "Repository creation failed.",
  });
  await rest.repos.delete({ owner: at.owner, repo: "other" });
  expect(git.resolve("acme-brains/other", "main")).toBeUndefined();
});

it("answers classic protection with wrapped switches, and 404 in GitHub's words where there is none", async () => {
  const { rest } = (await githubWorld()).as("administrator");
  const main = { ...at, branch: "main" };
  expect(await refusal(rest.repos.getBranchProtection(main))).toEqual({ status: 404, message: "Branch not protected" });
  const { data } = await rest.repos.updateBranchProtection({
    ...main,
    required_status_checks: { strict: true, contexts: [], checks: [{ context: "preview", app_id: 15368 }] },
    enforce_admins: true,
    required_pull_request_reviews: { required_approving_review_count: 2 },
    restrictions: null,
  });
  expect(data).toMatchObject({
    enforce_admins: { enabled: true },
    allow_deletions: { enabled: false },
    required_status_checks: { strict: true, contexts: ["preview"], checks: [{ context: "preview", app_id: 15368 }] },
    required_pull_request_reviews: { required_approving_review_count: 2, dismiss_stale_reviews: false },
  });
  expect(data).not.toHaveProperty("restrictions");
  await rest.repos.deletePullRequestReviewProtection(main);
  expect((await rest.repos.getBranchProtection(main)).data).not.toHaveProperty("required_pull_request_reviews");
});

it("masks a webhook's secret and keeps it when the mask is sent back", async () => {
  const { github, as } = await githubWorld();
  const { rest } = as("administrator");
  const config = { url: "https://hooks.example/a", content_type: "json", secret: "recognisable" };
  const { data: hook } = await rest.repos.createWebhook({ ...at, config, events: ["push"] });
  expect(hook.config).toMatchObject({ secret: "********", insecure_ssl: "0" });
  await rest.repos.updateWebhook({ ...at, hook_id: hook.id, config: { ...config, secret: "********" }, active: false });
  const [kept] = [...github.state.repositories.values()].flatMap(({ hooks }) => [...hooks.values()]);
  expect(kept).toMatchObject({ active: false, config: { secret: "recognisable" } });
});

it("lets only administrators change rules, and hides from strangers what is private", async () => {
  const { github, as } = await githubWorld();
  const developer = as("developer").rest.repos;
  expect((await refusal(developer.createRepoRuleset({ ...at, name: "x", enforcement: "active" }))).status).toBe(404);
  expect((await refusal(developer.delete(at))).status).toBe(404);
  const ask = (headers: Record<string, string>) => fetch(`${github.url}/repos/acme-brains/twin-brains`, { headers });
  expect((await ask({})).status).toBe(404);
  const bad = await ask({ authorization: "Bearer nobody's" });
  expect([bad.status, await bad.json()]).toEqual([401, expect.objectContaining({ message: "Bad credentials" })]);
  const basic = Buffer.from(`x:${github.token}`).toString("base64");
  expect((await ask({ authorization: `Basic ${basic}` })).status).toBe(200);
});

it("keeps all it knows as data that can be stored and brought back", async () => {
  const { github, git, as } = await githubWorld();
  await as("administrator").rest.repos.createOrUpdateEnvironment(inProduction);
  expect(structuredClone(github.state)).toEqual(github.state);
  expect(structuredClone(git.repositories)).toEqual(git.repositories);
  expect(github.inventory()).toEqual({ rulesets: [], environments: ["production"], variables: [] });
  expect(repository).toContain(at.repo);
});
