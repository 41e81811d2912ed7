import { describe, expect, it } from "vitest";
import { filledIn, holds } from "../../rehearsal/runner/expressions.ts";
import { expression, holdsCredentials, jobs, secretsIn, steps, workflows } from "./workflow-files.ts";

const REPOSITORY = "acme-brains/twin-brains";

interface Happened {
  readonly event: string;
  readonly payload?: object;
  readonly vars?: Readonly<Record<string, string>>;
}

/** Which jobs begin when something happens; one that needs another begins only after that one. */
function begun({ event, payload = {}, vars = { CUTOVER_REPOSITORY_STACK: "repo" } }: Happened): string[] {
  const contexts = {
    github: { event_name: event, repository: REPOSITORY, event: payload },
    ...{ vars, needs: { approved: { outputs: { pull: "7" } } } },
  };
  const begins = ({ job, workflow }: (typeof jobs)[number]): boolean =>
    holds(job.if, contexts) &&
    jobs.filter((one) => one.workflow === workflow && one.key === job.needs).every((needed) => begins(needed));
  return jobs.filter((one) => event in one.workflow.on && begins(one)).map(({ name }) => name);
}

const pull = (head: string, base = "main") => ({
  pull_request: { head: { repo: { full_name: head } }, base: { ref: base } },
  repository: { default_branch: "main" },
});
const approval = (head: string) => ({
  workflow_run: { conclusion: "success", head_repository: { full_name: head } },
});
const job = (name: string) => {
  const found = jobs.find((one) => one.name === name);
  if (!found) throw new Error(`no job ${name}`);
  return found.job;
};

describe("D15 a pull request's own code", () => {
  it.each(["pull_request", "pull_request_review"])("meets no credential: %s", (event) => {
    const payload = { ...pull(REPOSITORY), review: { state: "approved" } };
    const untrusted = begun({ event, payload });
    expect(untrusted.length).toBeGreaterThan(0);
    for (const name of untrusted) {
      expect(holdsCredentials(job(name)), name).toBe(false);
      expect(job(name).environment, name).toBeUndefined();
      expect(Object.values(job(name).permissions ?? { all: "write" }), name).not.toContain("write");
      expect(JSON.stringify(job(name)), name).not.toContain("github.token");
    }
  });

  it("is rehearsed, also where it is a fork's", () => {
    for (const head of [REPOSITORY, "somebody/twin-brains"])
      expect(begun({ event: "pull_request", payload: pull(head) })).toEqual(["preview.yml rehearsal"]);
  });

  it("is previewed with credentials only after the default branch's code asked who approved it", () => {
    const all = ["program.yml approved", "program.yml production"];
    expect(begun({ event: "workflow_run", payload: approval(REPOSITORY) })).toEqual(all);
    const { needs, if: condition, steps: done } = job("program.yml production");
    expect([needs, condition]).toEqual(["approved", "needs.approved.outputs.pull != ''"]);
    expect(done[0]?.with.ref).toBe(expression("github.event.workflow_run.head_sha"));
    const [asking] = job("program.yml approved").steps;
    expect(asking?.with.ref).toBeUndefined();
  });

  it("of a fork is never previewed with credentials, whoever approves it", () => {
    expect(begun({ event: "workflow_run", payload: approval("somebody/twin-brains") })).toEqual([]);
    expect(begun({ event: "pull_request_target", payload: pull("somebody/twin-brains") })).toEqual([]);
  });

  it("into another branch is not judged by that branch's code, which its author may have written", () => {
    expect(begun({ event: "pull_request_target", payload: pull(REPOSITORY, "mine") })).toEqual([]);
  });
});

describe("the required preview", () => {
  it("runs the base's commit and reads the pull request's as data", () => {
    expect(begun({ event: "pull_request_target", payload: pull(REPOSITORY) })).toEqual(["preview.yml production"]);
    const { steps: done } = job("preview.yml production");
    const checkouts = done.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((one) => one.with.ref)).toEqual([expression("github.event.pull_request.base.sha")]);
    expect(done.flatMap(({ run = [] }) => run)).toEqual([expect.stringContaining('--config-from "$HEAD"')]);
  });

  it("is skipped in a copy of the repository that releases nothing", () => {
    const vars = {};
    expect(begun({ event: "pull_request_target", payload: pull(REPOSITORY), vars })).toEqual([]);
    expect(begun({ event: "workflow_run", payload: approval(REPOSITORY), vars })).toEqual([]);
    for (const event of ["push", "schedule"]) expect(begun({ event, vars })).toEqual([]);
  });

  it("has a name that no job has, as a job's own success would stand for it", () => {
    for (const { key, name, job } of jobs) expect(job.name ?? key, name).not.toMatch(/^preview/);
  });

  it("is called as Pulumi.repo.yaml requires it, and staging's is another, as the later of two would stand for both", () => {
    for (const name of ["preview.yml production", "program.yml production"]) {
      const [check, given] = [String(job(name).steps.at(-1)?.env.CHECK), job(name).strategy?.matrix.stack];
      const checks = given?.map((stack) => [stack, filledIn(check, { matrix: { stack } })]);
      expect(checks, name).toEqual([
        ["staging", "preview-staging"],
        ["prod", "preview"],
      ]);
    }
  });
});

describe("workflows", () => {
  it("have no permission by default, and each job says which it needs", () => {
    for (const { path, workflow } of workflows) expect(workflow.permissions, path).toEqual({});
    expect(Object.fromEntries(jobs.map(({ name, job }) => [name, permissionsOf(job.permissions)]))).toEqual({
      "approval.yml noted": [],
      "checkpoint.yml prod": ["contents: write", "pull-requests: write"],
      "checkpoint.yml drift": ["contents: read", "id-token: write"],
      "deploy.yml way-back": ["contents: read"],
      "deploy.yml staging": ["checks: read", "contents: read", "id-token: write", "pull-requests: read"],
      "deploy.yml production": ["checks: read", "contents: read", "id-token: write", "pull-requests: read"],
      "deploy.yml projection": ["contents: read", "id-token: write"],
      "preview.yml rehearsal": ["contents: read"],
      "preview.yml production": ["checks: write", "contents: read", "id-token: write", "pull-requests: write"],
      "program.yml approved": ["contents: read", "pull-requests: read"],
      "program.yml production": ["checks: write", "contents: read", "id-token: write", "pull-requests: write"],
      "rollback.yml rollback": ["contents: write", "pull-requests: write"],
    });
  });

  it("give secrets to single steps that run this program, not to jobs", () => {
    for (const { name, step } of steps.filter(({ step }) => secretsIn(step).length > 0)) {
      expect(step.uses, name).toBeUndefined();
      expect(step.run, name).toMatch(/^npx cutover /);
    }
    for (const { name, job } of jobs) expect(secretsIn({ ...job, steps: [] }), name).toEqual([]);
  });

  it("put no text of somebody else's into a script: it comes by the environment", () => {
    for (const { name, step } of steps) expect(step.run ?? "", name).not.toMatch(/\$\{\{/);
  });

  it("take nothing from a cache where something can be changed at a vendor", () => {
    const changing = jobs.filter(({ job }) =>
      ["staging", "production", "rollback", "watch"].includes(job.environment ?? ""),
    );
    expect(changing).toHaveLength(5);
    for (const { name, job } of changing)
      for (const { uses = "", with: given } of job.steps) {
        expect(uses, name).not.toMatch(/^actions\/cache/);
        if (uses.startsWith("actions/setup-node@"))
          expect(given, name).toEqual({ "node-version": 24, "package-manager-cache": false });
        if (uses === "./.github/actions/setup") expect(given, name).toEqual({ cache: "false" });
      }
  });
});

describe("D15 the default branch's cache", () => {
  const writes = ({ steps: done }: ReturnType<typeof job>): boolean =>
    done.some(({ uses = "", with: given }) => {
      if (uses.startsWith("actions/setup-node@")) return given.cache !== undefined;
      return uses === "./.github/actions/setup" ? given.cache !== "false" : /^actions\/cache(\/save)?@/.test(uses);
    });
  /** GitHub keeps what these write for every later job; a `pull_request` keeps it for itself. */
  const shared = ["pull_request_target", "workflow_run", "push", "schedule", "workflow_dispatch"];

  it("is never written by a job that runs a pull request's own code", () => {
    const foreign = jobs.filter(
      ({ job, workflow }) =>
        shared.some((event) => event in workflow.on) &&
        job.steps.some(({ with: given }) => /head_sha|pull_request\.head|refs\/pull/.test(String(given.ref))),
    );
    expect(foreign.map(({ name }) => name)).toEqual(["program.yml production"]);
    for (const { name, job } of foreign) expect(writes(job), name).toBe(false);
  });

  it("is written by jobs that run the default branch's code", () => {
    expect(writes(job("preview.yml production"))).toBe(true);
  });
});

const permissionsOf = (permissions: Readonly<Record<string, string>> = { all: "unknown" }): string[] =>
  Object.entries(permissions)
    .map(([scope, may]) => `${scope}: ${may}`)
    .sort();
