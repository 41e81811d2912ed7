import { Octokit } from "octokit";
import { expect, it } from "vitest";
import { type JobRun, runJob } from "../../../rehearsal/runner/run-job.ts";
import { readWorkflow } from "../../../rehearsal/runner/workflow.ts";
import { at } from "../github/github-world.ts";
import { runnerWorld } from "./runner-world.ts";

const CHECKOUT = "- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8";

/** A job of these lines, asked to run for a push of `main`. */
function job(sha: string, ...lines: readonly string[]): JobRun {
  const text = ["name: test", "on: push", "jobs:", "  it:", ...lines.map((line) => `    ${line}`)].join("\n");
  const { it: found } = readWorkflow(text).jobs;
  if (!found) throw new Error("the workflow has no job");
  const event = { name: "push", payload: { after: sha } };
  return { job: found, event, ref: "refs/heads/main", sha, repository: `${at.owner}/${at.repo}` };
}

it("checks out the commit and runs its steps with what they ask for", async () => {
  const { runner, head } = await runnerWorld();
  const asked = job(
    head,
    "env: {WHO: job}",
    "steps:",
    `  ${CHECKOUT}`,
    "  - run: npm ci",
    '  - run: cat README.md; echo "$WHO $BACKEND"',
    `    env: {BACKEND: '\${{ vars.BACKEND }}'}`,
  );
  const { conclusion, runs } = await runJob(runner, asked);
  expect([conclusion, runs.map(({ stdout }) => stdout)]).toEqual(["success", ["# Twin Brains\njob file:///state"]]);
});

it("checks out another commit where the job names it", async () => {
  const { runner, head, git } = await runnerWorld();
  git.write(`${at.owner}/${at.repo}`, "main", "Later", { "README.md": "later\n" });
  const steps = ["steps:", `  ${CHECKOUT}`, `    with: {ref: '\${{ github.event.after }}'}`, "  - run: cat README.md"];
  const { runs } = await runJob(runner, {
    ...job(head, ...steps),
    sha: git.resolve(`${at.owner}/${at.repo}`, "main")?.sha ?? "",
  });
  expect(runs[0]?.stdout).toBe("# Twin Brains");
});

it("checks out what a branch has by now where the job names the branch", async () => {
  const { runner, head, git } = await runnerWorld();
  git.write(`${at.owner}/${at.repo}`, "main", "Later", { "README.md": "later\n" });
  const steps = ["steps:", `  ${CHECKOUT}`, `    with: {ref: '\${{ github.ref }}'}`, "  - run: cat README.md"];
  const { runs } = await runJob(runner, job(head, ...steps));
  expect(runs[0]?.stdout).toBe("later");
});

it("ends with its first failure, but for steps that ask for it", async () => {
  const { runner, head } = await runnerWorld();
  const steps = ["steps:", "  - run: exit 3", "  - run: echo never", "  - run: echo always", "    if: always()"];
  const { conclusion, runs } = await runJob(runner, job(head, ...steps));
  expect([conclusion, runs.map(({ exitCode, stdout }) => [exitCode, stdout])]).toEqual([
    "failure",
    [
      [3, ""],
      [0, "always"],
    ],
  ]);
});

it("hands a step's outputs to later steps and to the jobs that need it, and keeps its summary", async () => {
  const { runner, head } = await runnerWorld();
  const asked = job(
    head,
    `outputs: {pull: '\${{ steps.ask.outputs.pull }}'}`,
    "steps:",
    "  - id: ask",
    '    run: echo "pull=12" >> "$GITHUB_OUTPUT"',
    '  - run: echo "#$PULL" >> "$GITHUB_STEP_SUMMARY"',
    `    env: {PULL: '\${{ steps.ask.outputs.pull }}'}`,
  );
  expect(await runJob(runner, asked)).toMatchObject({ outputs: { pull: "12" }, summary: "#12\n" });
});

it("is skipped where its condition does not hold", async () => {
  const { runner, head } = await runnerWorld();
  const { conclusion, runs } = await runJob(runner, job(head, "if: github.event_name == 'schedule'", "steps: []"));
  expect([conclusion, runs]).toEqual(["skipped", []]);
});

const READ = ["environment: preview", "steps:", '  - run: echo "[$KEY]"', `    env: {KEY: '\${{ secrets.KEY }}'}`];

it("has an environment's secrets where it names the environment, and no others", async () => {
  const { runner, head } = await runnerWorld();
  const [, ...without] = READ;
  const outputs = async (...lines: readonly string[]) => (await runJob(runner, job(head, ...lines))).runs[0]?.stdout;
  expect([await outputs(...READ), await outputs(...without)]).toEqual(["[made-up-key]", "[]"]);
});

it("does not begin for a pull request's ref where the environment takes the default branch only", async () => {
  const { runner, head, as } = await runnerWorld();
  const { repos } = as("administrator").rest;
  const environment = { ...at, environment_name: "preview" };
  const policy = { protected_branches: false, custom_branch_policies: true };
  await repos.createOrUpdateEnvironment({ ...environment, deployment_branch_policy: policy });
  await repos.createDeploymentBranchPolicy({ ...environment, name: "main" });
  const refused = await runJob(runner, { ...job(head, ...READ), ref: "refs/pull/1/merge" });
  expect(refused).toMatchObject({ conclusion: "failure", secrets: [], runs: [] });
  expect(refused.reason).toContain("is not allowed to deploy to preview");
  expect((await runJob(runner, job(head, ...READ))).conclusion).toBe("success");
});

it("waits for a reviewer of its environment", async () => {
  const { runner, head, as } = await runnerWorld();
  const { repos, users } = as("administrator").rest;
  const { data: robin } = await users.getByUsername({ username: "rev-robin" });
  const reviewers = [{ type: "User" as const, id: robin.id }];
  await repos.createOrUpdateEnvironment({ ...at, environment_name: "preview", reviewers });
  expect((await runJob(runner, job(head, ...READ))).reason).toContain("waits for a review");
  expect((await runJob(runner, { ...job(head, ...READ), approvedBy: "rev-robin" })).conclusion).toBe("success");
});

it("gives each job a token of its own that may do what its permissions say", async () => {
  const { runner, head, github } = await runnerWorld();
  const token = async (...lines: readonly string[]) => {
    const steps = ["steps:", '  - run: echo "$T"', `    env: {T: '\${{ github.token }}'}`];
    return (await runJob(runner, job(head, ...lines, ...steps))).runs[0]?.stdout ?? "";
  };
  const status = async (auth: string) => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const { rest } = new Octokit({ baseUrl: github.url, auth, log, retry: { enabled: false } });
    const made = rest.checks.create({ ...at, name: "preview", head_sha: head, conclusion: "success" });
    return made.then(
      ({ status }) => status,
      (error: { status: number }) => error.status,
    );
  };
  expect(await status(await token("permissions: {checks: write}"))).toBe(201);
  expect(await status(await token("permissions: {checks: read}"))).toBe(403);
  expect(await status(await token())).toBe(403);
});
