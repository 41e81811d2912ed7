import { afterEach, beforeEach, expect, it } from "vitest";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { type GitHubWorld, startGitHub } from "../../rehearsal/github/github.ts";
import { startGitHubPlugin } from "../../rehearsal/plugins/github/github.ts";
import { PulumiProject } from "./support/pulumi.ts";

const repository = "twin-brains";

const program = ({ approvals = 1, wait = 10, value = "prod", more = "", options = "{}" } = {}) => `
import * as github from "@pulumi/github";
const repository = "${repository}";
const ruleset = new github.RepositoryRuleset("gate", {
  name: "merge gate", repository, target: "branch", enforcement: "active",
  conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
  rules: {
    deletion: true,
    pullRequest: { requiredApprovingReviewCount: ${approvals} },
    requiredStatusChecks: { requiredChecks: [{ context: "preview", integrationId: 15368 }, { context: "any" }] },
  },
}, ${options});
const environment = new github.RepositoryEnvironment("production", {
  repository, environment: "production", waitTimer: ${wait}, canAdminsBypass: false,
  deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
});
new github.RepositoryEnvironmentDeploymentPolicy("main", { repository, environment: environment.environment, branchPattern: "main" });
new github.ActionsEnvironmentVariable("stack", { repository, environment: environment.environment, variableName: "STACK", value: "${value}" });
new github.ActionsVariable("own", { repository, variableName: "OWN", value: "repo" });
${more}
export const rulesetId = ruleset.rulesetId;
`;

let github: GitHubWorld;
let plugin: Awaited<ReturnType<typeof startGitHubPlugin>>;
let pulumi: PulumiProject;

beforeEach(async () => {
  const clock = new Clock();
  const git = new Git(() => clock.now());
  git.push(`acme-brains/${repository}`, "main", "First release");
  github = await startGitHub({ clock, git, repositories: [`acme-brains/${repository}`] });
  const env = { GITHUB_BASE_URL: `${github.url}/`, GITHUB_TOKEN: github.token, GITHUB_OWNER: "acme-brains" };
  plugin = await startGitHubPlugin({ env });
  pulumi = await PulumiProject.create({ program: program(), attach: { github: plugin.port } });
});
afterEach(async () => {
  await pulumi?.remove();
  await plugin?.close();
  await github?.close();
});

async function up() {
  const run = await pulumi.up();
  expect(run.exitCode, run.all).toBe(0);
  return run;
}
const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { authorization: `Bearer ${github.token}` };
  const answer = await fetch(`${github.url}/repos/acme-brains/${repository}${path}`, { ...init, headers });
  return (await answer.json()) as Record<string, unknown>;
};

it("makes what the program declares, changes in place, finds what somebody changed by hand; destroy leaves nothing", async () => {
  await up();
  expect(github.inventory()).toEqual({ rulesets: ["merge gate"], environments: ["production"], variables: ["OWN"] });
  expect(await ask("/environments/production/deployment-branch-policies")).toMatchObject({
    branch_policies: [{ name: "main", type: "branch" }],
  });
  expect(await ask("/environments/production/variables/STACK")).toMatchObject({ value: "prod" });
  const again = await pulumi.up("--refresh", "--expect-no-changes");
  expect(again.exitCode, again.all).toBe(0);
  expect(await pulumi.stateText()).not.toContain(github.token);

  const { rulesetId } = (await pulumi.json(["stack", "output", "--json"])) as { rulesetId: number };
  await pulumi.write(program({ approvals: 2, wait: 20, value: "production" }));
  const run = await up();
  expect(run.all).toContain("3 updated");
  expect(await ask(`/rulesets/${rulesetId}`)).toMatchObject({
    rules: expect.arrayContaining([
      expect.objectContaining({ parameters: expect.objectContaining({ required_approving_review_count: 2 }) }),
    ]),
  });
  await ask(`/rulesets/${rulesetId}`, { method: "PUT", body: JSON.stringify({ enforcement: "disabled" }) });
  const drift = await pulumi.preview("--refresh", "--diff");
  expect(drift.all).toMatch(/enforcement: "disabled" => "active"/);

  const destroyed = await pulumi.run(["destroy", "--yes", "--skip-preview"]);
  expect(destroyed.exitCode, destroyed.all).toBe(0);
  expect(Object.values(github.inventory()).flat()).toEqual([]);
  expect(github.unknownRoutes()).toEqual([]);
});

it("takes over a ruleset that exists, and tells how where a name is taken", async () => {
  await up();
  const { rulesetId } = (await pulumi.json(["stack", "output", "--json"])) as { rulesetId: number };
  const taken = await pulumi.run(["state", "delete", "--all", "--yes"]);
  expect(taken.exitCode, taken.all).toBe(0);
  const refused = await pulumi.up();
  expect(refused.all).toContain(
    "GitHub answered 422 to POST /repos/acme-brains/twin-brains/rulesets: Validation Failed",
  );
  expect(refused.all).toMatch(
    /fix: .*pulumi import github:index\/repositoryRuleset:RepositoryRuleset <name> twin-brains:/,
  );

  await pulumi.write(program({ options: `{ import: "${repository}:${rulesetId}" }` }));
  const preview = await pulumi.preview();
  expect(preview.all).toMatch(/gate\s+import/);
  expect(preview.all).not.toContain("do not match");
});

it("refuses by name what the stand-in does not support", async () => {
  await pulumi.write(program({ more: `new github.Repository("other", { name: "other" });` }));
  const other = await pulumi.preview();
  expect(other.exitCode).not.toBe(0);
  expect(other.all).toContain("github:index/repository:Repository");
  await pulumi.write(`
import * as github from "@pulumi/github";
new github.RepositoryRuleset("r", { repository: "r", name: "r", target: "branch", enforcement: "active",
  rules: { requiredDeployments: { requiredDeploymentEnvironments: ["x"] } } });`);
  const rule = await pulumi.preview();
  expect(rule.all).toContain("is not supported by the rehearsal's stand-in for the github plugin");
});

it("talks to loopback addresses only", async () => {
  const env = { GITHUB_BASE_URL: "https://api.github.com/", GITHUB_TOKEN: "x" };
  await expect(startGitHubPlugin({ env })).rejects.toThrow(/takes only a loopback address/);
});
