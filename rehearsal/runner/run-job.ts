import { readFile, writeFile } from "node:fs/promises";
import type { GitHubWorld } from "../github/github.ts";
import { type CommandRun, runCommand } from "../run-command.ts";
import { refusalOfEntry } from "./environment-rules.ts";
import { type Contexts, filledIn, holds, type Status } from "./expressions.ts";
import type { WorkflowJob, WorkflowStep } from "./workflow.ts";
import type { WorkingTree } from "./working-tree.ts";

/** A machine that runs jobs. */
export interface Runner {
  readonly github: GitHubWorld;
  readonly tree: WorkingTree;
  /** What every process on it has: programs, the network. Nothing that lets in. */
  readonly env: NodeJS.ProcessEnv;
  readonly vars: Readonly<Record<string, string>>;
  /** Secrets by environment. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What happened, and which job runs for it. */
export interface JobRun {
  readonly job: WorkflowJob;
  /** `owner/name`. */
  readonly repository: string;
  readonly event: { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };
  readonly ref: string;
  /** What is checked out unless the job names another commit. */
  readonly sha: string;
  readonly matrix?: Readonly<Record<string, string>>;
  /** Outputs of the jobs that it needs. */
  readonly needs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly approvedBy?: string;
}

export interface JobResult {
  readonly conclusion: Status | "skipped";
  /** Why it was skipped or did not begin. */
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What it wrote into the job's summary. */
  readonly summary: string;
  /** Names of the secrets that it could have asked for. */
  readonly secrets: readonly string[];
  readonly runs: readonly CommandRun[];
}

/** What a machine of the rehearsal has already. */
const ready = (step: WorkflowStep): boolean => step.run === undefined || /^npm ci\b/.test(step.run);

/** Runs one job of a workflow as GitHub does: its condition, its environment's rules, its own token, its steps by bash. */
export async function runJob(runner: Runner, asked: JobRun): Promise<JobResult> {
  const { job, event, ref, sha, repository, matrix = {}, needs = {}, approvedBy } = asked;
  const { github, tree, vars } = runner;
  const nothing = { outputs: {}, summary: "", secrets: [], runs: [] } as const;
  const permissions = Object.entries(job.permissions ?? {}).flatMap(([name, may]) =>
    may === "none" ? [] : [[name.replaceAll("-", "_"), may] as const],
  );
  const token = github.workflowToken(Object.fromEntries(permissions));
  const contexts: Contexts = {
    github: { ...{ repository, ref, sha, token, event: event.payload }, event_name: event.name, api_url: github.url },
    ...{ vars, matrix, inputs: {}, env: {}, runner: { os: "Linux", arch: "X64" }, secrets: {} },
    needs: Object.fromEntries(Object.entries(needs).map(([name, outputs]) => [name, { outputs, result: "success" }])),
  };
  if (!holds(job.if, contexts)) return { ...nothing, conclusion: "skipped", reason: `if: ${job.if}` };
  const environment = job.environment === undefined ? undefined : filledIn(job.environment, contexts);
  const guarded = github.state.repositories.get(repository.toLowerCase())?.environments.get(environment ?? "");
  const reason = refusalOfEntry(guarded, { ref, approvedBy });
  if (reason !== undefined) return { ...nothing, conclusion: "failure", reason };
  const secrets = runner.secrets[environment ?? ""] ?? {};

  const files = await jobFiles(tree.folder, event.payload);
  const env = {
    ...{ ...runner.env, ...files, CI: "true", GITHUB_ACTIONS: "true", GITHUB_API_URL: github.url },
    ...{ GITHUB_REPOSITORY: repository, GITHUB_REF: ref, GITHUB_SHA: sha, GITHUB_EVENT_NAME: event.name },
  };
  const runs: CommandRun[] = [];
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  let status: Status = "success";
  for (const step of job.steps) {
    const known = { ...contexts, secrets, steps };
    if (!holds(step.if, known, status)) continue;
    if (step.uses?.startsWith("actions/checkout@")) {
      await tree.checkOut(step.with.ref === undefined ? sha : filledIn(step.with.ref, known));
      continue;
    }
    if (step.run === undefined || ready(step)) continue;
    const own = Object.entries({ ...job.env, ...step.env }).map(([name, value]) => [name, filledIn(value, known)]);
    await writeFile(files.GITHUB_OUTPUT, "");
    const script = filledIn(step.run, known);
    const run = await runCommand(script.trim(), ["bash", "-e", "-c", script], {
      ...{
        env: { ...env, ...Object.fromEntries(own) },
        cwd: tree.folder,
        onLine: runner.onLine,
        signal: runner.signal,
      },
    });
    runs.push(run);
    if (run.exitCode !== 0) status = "failure";
    if (step.id !== undefined) steps[step.id] = { outputs: outputsIn(await readFile(files.GITHUB_OUTPUT, "utf8")) };
  }
  const outputs = Object.entries(job.outputs).map(([name, value]) => [name, filledIn(value, { ...contexts, steps })]);
  const summary = await readFile(files.GITHUB_STEP_SUMMARY, "utf8");
  return { conclusion: status, outputs: Object.fromEntries(outputs), summary, secrets: Object.keys(secrets), runs };
}

/** The files by which a job and its machine talk, empty; beside the checkout, not in it. */
async function jobFiles(folder: string, event: unknown) {
  const at = (name: string) => `${folder}-${name}`;
  const files = {
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary.md"),
  };
  await writeFile(files.GITHUB_EVENT_PATH, JSON.stringify(event));
  await writeFile(files.GITHUB_OUTPUT, "");
  await writeFile(files.GITHUB_STEP_SUMMARY, "");
  return files;
}

const outputsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? ""]];
    }),
  );
