import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseRepositoryConfig } from "../../config/load.ts";
import { filledIn } from "../../rehearsal/runner/expressions.ts";
import { expression, holdsCredentials, jobs, ROOT, workflows } from "./workflow-files.ts";

const { config } = parse(readFileSync(`${ROOT}Pulumi.repo.yaml`, "utf8")) as { config: Record<string, unknown> };
const { environments, mergeGate, variables } = parseRepositoryConfig(
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)])),
  { stack: "repo" },
);

describe("jobs", () => {
  it("end: each has a time limit of an hour at most", () => {
    for (const { name, job } of jobs) {
      expect(job["timeout-minutes"], name).toBeGreaterThan(0);
      expect(job["timeout-minutes"], name).toBeLessThanOrEqual(60);
    }
  });

  it("of one stack run one after the other, and a deployment is never cut off", () => {
    const event = { pull_request: { number: 7 }, workflow_run: { head_sha: "c0ffee" } };
    const contexts = { github: { event }, matrix: { stack: "prod" }, needs: { approved: { outputs: { pull: "7" } } } };
    const groups = Object.fromEntries(
      jobs.map(({ name, job, workflow }) => {
        const { group, "cancel-in-progress": cut } = job.concurrency ?? workflow.concurrency ?? {};
        return [name, group && `${filledIn(group, contexts)}${cut ? ", the newest alone" : ""}`];
      }),
    );
    expect(groups).toEqual({
      "approval.yml noted": undefined,
      "checkpoint.yml prod": "checkpoint",
      "checkpoint.yml drift": "drift-prod, the newest alone",
      "deploy.yml way-back": undefined,
      "deploy.yml staging": "deploy-staging",
      "deploy.yml production": "deploy-prod",
      "deploy.yml projection": "projection-prod, the newest alone",
      "preview.yml rehearsal": "rehearsal-7, the newest alone",
      "preview.yml production": "preview-prod-7, the newest alone",
      "program.yml approved": "approved-c0ffee, the newest alone",
      "program.yml production": "preview-prod-7, the newest alone",
      "rollback.yml rollback": undefined,
    });
  });

  it("that hold a credential are in an environment that Pulumi.repo.yaml declares, for main alone", () => {
    const holding = jobs.filter(({ job }) => holdsCredentials(job));
    expect(holding.length).toBeGreaterThan(6);
    for (const { name, job } of holding) expect(environments[job.environment ?? ""]?.branches, name).toEqual(["main"]);
    expect([...new Set(holding.map(({ job }) => job.environment))].sort()).toEqual(Object.keys(environments).sort());
  });

  it("begin in a repository that Pulumi.repo.yaml guards: the variable that they ask for is declared there", () => {
    const asked = new Set(
      jobs.flatMap(({ job }) => [...(job.if ?? "").matchAll(/vars\.(\w+)/g)].map(([, name]) => name)),
    );
    expect([...asked]).toEqual(Object.keys(variables));
  });
});

describe("the way up and the way down", () => {
  it("S1.11 production waits for a reviewer, and after staging", () => {
    const { reviewers, waitMinutes, selfReview } = environments.production ?? {};
    expect(reviewers?.teams.length).toBeGreaterThan(0);
    expect(waitMinutes).toBeGreaterThan(0);
    expect(selfReview).toBe(false);
    const production = jobs.find(({ name }) => name === "deploy.yml production")?.job;
    expect([production?.environment, production?.needs]).toEqual(["production", "staging"]);
  });

  it.each(["rollback", "watch"])("S2.10 nobody has to approve a rollback, and nobody waits for it: %s", (name) => {
    expect(environments[name]).toEqual({ waitMinutes: 0, selfReview: false, branches: ["main"], variables: {} });
  });

  it("S2.10 a rollback has a button, and needs no other job", () => {
    const rollback = jobs.find(({ name }) => name === "rollback.yml rollback");
    expect(Object.keys(rollback?.workflow.on ?? {})).toEqual(["workflow_dispatch"]);
    expect(rollback?.job).not.toHaveProperty("if");
    expect(rollback?.job).not.toHaveProperty("needs");
    expect(rollback?.job.steps.filter(({ uses = "" }) => uses.startsWith("./"))).toEqual([]);
  });

  it("S2.10 a merged rollback waits neither for staging, a reviewer nor the deployment that is under way", () => {
    const { job, workflow } = jobs.find(({ name }) => name === "deploy.yml way-back") ?? {};
    expect(job?.environment).toBe("rollback");
    expect(workflow).not.toHaveProperty("concurrency");
    for (const key of ["needs", "concurrency"]) expect(job).not.toHaveProperty(key);
    expect(job?.steps.filter(({ uses = "" }) => uses.startsWith("./"))).toEqual([]);
    expect(JSON.stringify(job)).not.toContain("PULUMI_");
  });

  it("S2.10 a merged rollback that is run again late goes by what the branch has by then", () => {
    const job = jobs.find(({ name }) => name === "deploy.yml way-back")?.job;
    const [checkout] = job?.steps ?? [];
    expect(checkout?.with).toMatchObject({ ref: expression("github.ref"), "fetch-depth": 0 });
    expect(job?.steps.at(-1)?.env.BASE).toBe(expression("github.event.before"));
  });

  it("the checkpoint runs every five minutes, and looks for drift every six hours", () => {
    const checkpoint = workflows.find(({ path }) => path.endsWith("checkpoint.yml"))?.workflow;
    expect(checkpoint?.on.schedule).toEqual([{ cron: "*/5 * * * *" }, { cron: "17 */6 * * *" }]);
    const unless = (cron: string) => `vars.CUTOVER_REPOSITORY_STACK != '' && github.event.schedule != '${cron}'`;
    expect(checkpoint?.jobs.prod?.if).toBe(unless("17 */6 * * *"));
    expect(checkpoint?.jobs.drift?.if).toBe(unless("*/5 * * * *"));
  });

  it("program.yml goes on from the workflow of approvals, by its name", () => {
    const program = workflows.find(({ path }) => path.endsWith("program.yml"))?.workflow;
    const approval = workflows.find(({ path }) => path.endsWith("approval.yml"))?.workflow;
    expect(program?.on).toEqual({ workflow_run: { workflows: [approval?.name], types: ["completed"] } });
  });

  it("S0.3 a merge needs the check that production's preview reports, from GitHub Actions", () => {
    expect(mergeGate.checks).toContainEqual({ name: "preview", app: 15368 });
    expect(mergeGate.codeOwners).toBe(true);
  });

  it("S0.3 a merge needs the preview of each stack that it deploys: one that is refused keeps the next ones waiting", () => {
    const deploying = jobs.flatMap(({ job, workflow }) => {
      const stack = job.steps.at(-1)?.env.STACK;
      return workflow.name === "deploy" && stack !== undefined ? [{ ...job, stack }] : [];
    });
    expect(new Set(deploying.map(({ stack }) => stack))).toEqual(new Set(["prod", "staging"]));
    for (const { environment = "", stack } of deploying.filter(({ environment }) => environment !== "rollback"))
      expect(environments[environment]?.variables.CUTOVER_STACK).toBe(stack);
    const previews = jobs.find(({ name }) => name === "preview.yml production")?.job;
    const check = String(previews?.steps.at(-1)?.env.CHECK);
    const reported = deploying.map(({ stack }) => ({ name: filledIn(check, { matrix: { stack } }), app: 15368 }));
    expect(mergeGate.checks).toEqual(expect.arrayContaining(reported));
  });
});
