import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const value = z.union([z.string(), z.number(), z.boolean()]);
const values = z.record(z.string(), value).default({});
const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const concurrency = z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean() });

const Step = z.strictObject({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.literal("bash").optional(),
  with: values,
  env: values,
});

/** Everything that these workflows use; whatever else a job may say (`secrets: inherit`, `container`) is refused. */
const Job = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  needs: z.string().optional(),
  "runs-on": z.literal("ubuntu-latest"),
  "timeout-minutes": z.int().optional(),
  environment: z.string().optional(),
  permissions: permissions.optional(),
  concurrency: concurrency.optional(),
  strategy: z.strictObject({ "fail-fast": z.boolean(), matrix: z.record(z.string(), z.array(z.string())) }).optional(),
  outputs: values,
  steps: z.array(Step).min(1),
});

const Workflow = z.strictObject({
  name: z.string(),
  "run-name": z.string().optional(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), Job),
});

const Action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })).default({}),
  runs: z.object({ using: z.literal("composite"), steps: z.array(Step) }),
});

export type WorkflowStep = z.output<typeof Step>;
export type WorkflowJob = z.output<typeof Job>;

const filesIn = (pattern: string) =>
  globSync(pattern, { cwd: ROOT })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, "utf8") }));

export const workflows = filesIn(".github/workflows/*.yml").map((file) => ({
  ...file,
  workflow: Workflow.parse(parse(file.text)),
}));

export const actions = filesIn(".github/actions/*/action.yml").map((file) => ({
  ...file,
  action: Action.parse(parse(file.text)),
}));

/** Every job, named `preview.yml production`. */
export const jobs = workflows.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).map(([key, job]) => ({
    name: `${path.split("/").at(-1)} ${key}`,
    ...{ key, job, workflow },
  })),
);

/** Every step, of jobs and of actions. */
export const steps = [
  ...jobs.flatMap(({ name, job }) => job.steps.map((step) => ({ name, step }))),
  ...actions.flatMap(({ path, action }) => action.runs.steps.map((step) => ({ name: path, step }))),
];

/** As GitHub writes an expression in a text. */
export const expression = (what: string): string => `$\{{ ${what} }}`;

/** Names of secrets that something is given; `github.token` is none. */
export const secretsIn = (given: unknown): string[] => [
  ...new Set([...JSON.stringify(given).matchAll(/\bsecrets\.(\w+)/g)].map(([, name = ""]) => name)),
];

/** Whether anything but the workflow's own token lets a job in somewhere. */
export const holdsCredentials = (job: WorkflowJob): boolean =>
  JSON.stringify(job).includes("secrets") || job.permissions?.["id-token"] !== undefined;
