import type { Asked } from "./workflows.ts";

/** A job of the repository's own workflow files, and what makes it run. */
export interface KnownJob extends Pick<Asked, "file" | "job"> {
  readonly on: "pull_request" | "pull_request_target" | "workflow_run" | "push" | "schedule";
}

/** The jobs that the day of the scenario `review` consists of. */
export const jobs = {
  /** The required preview, by the base branch's code. */
  required: { file: "preview.yml", job: "production", on: "pull_request_target" },
  /** The pull request's own program, without credentials. */
  rehearsal: { file: "preview.yml", job: "rehearsal", on: "pull_request" },
  /** Whether a code owner has approved the program. */
  approved: { file: "program.yml", job: "approved", on: "workflow_run" },
  /** The approved program, with credentials that only read. */
  program: { file: "program.yml", job: "production", on: "workflow_run" },
  deploy: { file: "deploy.yml", job: "production", on: "push" },
  /** Beside it: users back at once. */
  wayBack: { file: "deploy.yml", job: "way-back", on: "push" },
  /** Runs while the deployment waits, as every few minutes. */
  watch: { file: "checkpoint.yml", job: "prod", on: "schedule" },
} as const satisfies Readonly<Record<string, KnownJob>>;
