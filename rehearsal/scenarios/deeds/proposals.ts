import type { Document } from "yaml";
import { REPOSITORY_STACK } from "../../story/merge-gate.ts";
import type { Proposal } from "../../story/pull.ts";

/** An unsafe change: the one rule that refuses it, and what the command that repairs it says. */
export interface Unsafe extends Proposal {
  readonly rule: string;
  readonly fix: string;
}

/** Sets one value of a stack's file: the section, then the keys below it. */
export const set =
  (path: readonly (string | number)[], value: unknown) =>
  (file: Document): void => {
    const [section, ...keys] = path;
    file.setIn(["config", `cutover:${section}`, ...keys], file.createNode(value));
  };
const scheduler = "python scripts/run_feedback_learning_scheduler.py --min-events 5 --limit-twins 100";
/** Made up, and in pieces: no scanner of this repository should take it for a leak. */
const token = ["sk", "proj", "Q3vT8mXz1LrNw5KdYp7BcJ2fHs9GaUeR4tViOx6Z"].join("-");

/** One of each kind: each is what some team has merged on a busy day. */
export const unsafe: readonly Unsafe[] = [
  {
    branch: "open-the-api",
    title: "Let every page call the API",
    edit: set(["origins", 0], "*"),
    rule: "require-explicit-origins",
    fix: "pulumi config set --path 'cutover:origins[0]' https://",
  },
  {
    branch: "use-the-staging-database",
    title: "Look at staging's data for a moment",
    edit: set(["env", "backend", "SUPABASE_URL"], "https://twinbrainsstaging.supabase.example"),
    rule: "disallow-shared-database",
    fix: "cutover:env.backend.SUPABASE_URL",
  },
  {
    branch: "rotate-the-key",
    title: "Rotate the OpenAI key",
    edit: set(["env", "backend", "OPENAI_API_KEY"], token),
    rule: "disallow-clear-text-secrets",
    fix: "pulumi config set --secret --path cutover:secrets.OPENAI_API_KEY",
  },
  {
    branch: "query-from-the-page",
    title: "Query the database from the page",
    edit: set(["env", "frontend", "NEXT_PUBLIC_SUPABASE_ANON_KEY"], { secret: "SUPABASE_SERVICE_KEY" }),
    rule: "disallow-public-secrets",
    fix: "cutover:env.frontend.NEXT_PUBLIC_SUPABASE_ANON_KEY",
  },
  {
    branch: "debug-the-queue",
    title: "Look into the queue from home",
    edit: set(["services", "queue", "ipAllowList"], [{ cidrBlock: "0.0.0.0/0", description: "home" }]),
    rule: "disallow-open-stores",
    fix: "cutover:services.queue.ipAllowList",
  },
  {
    branch: "skip-sign-in",
    title: "Let the end-to-end tests in",
    edit: set(["env", "frontend", "NEXT_PUBLIC_E2E_BYPASS_AUTH"], 1),
    rule: "require-no-e2e-bypass",
    fix: "cutover:env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH",
  },
  {
    branch: "roll-out-faster",
    title: "Roll out to half of the users",
    edit: set(["rollout", "percent"], 50),
    rule: "require-earned-promotion",
    fix: "npx cutover status",
  },
  {
    branch: "learn-all-the-time",
    title: "Let the scheduler go on",
    edit: set(["services", "scheduler", "startCommand"], scheduler),
    rule: "require-ending-command",
    fix: "--once",
  },
  {
    branch: "add-a-column",
    title: "Migrate before the deploy",
    edit: (file) => {
      set(["services", "api", "preDeployCommand"], "alembic upgrade head")(file);
      set(["releaseGates", 0, "proves"], ["staging"])(file);
    },
    rule: "require-backup-before-migration",
    fix: "cutover:releaseGates",
  },
  {
    branch: "deploy-alone",
    title: "Deploy to production without waiting for anybody",
    stack: REPOSITORY_STACK,
    edit: (file) => void file.deleteIn(["config", "cutover:environments", "production", "reviewers"]),
    rule: "require-environment-reviewers",
    fix: "cutover:environments.production.reviewers",
  },
];

export const safe: Proposal = {
  branch: "add-www",
  title: "Serve www as well",
  edit: (file) => {
    file.addIn(["config", "cutover:frontend", "domains"], "www.twin-brains.example");
    file.addIn(["config", "cutover:origins"], "https://www.twin-brains.example");
  },
};
