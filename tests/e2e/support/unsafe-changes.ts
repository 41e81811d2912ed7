import type { ConfigChanges } from "./stack-config.ts";

/** An unsafe change of the committed production stack: the rule that refuses it, and what that says. */
interface Unsafe {
  readonly title: string;
  readonly change: ConfigChanges;
  readonly rule: string;
  readonly message: RegExp;
}

const redis = { "env.backend.REDIS_URL": undefined, "env.scheduler": { REDIS_URL: { output: "queue.url" } } };
const scheduler = "python scripts/run_feedback_learning_scheduler.py";

const anyOrigin: Unsafe = {
  title: "S1.5 any origin",
  change: { "origins.0": "*" },
  rule: "require-explicit-origins",
  message: /ALLOWED_ORIGINS contains "\*"/,
};
const anotherQueue: Unsafe = {
  title: "S1.6 another queue on the worker",
  change: {
    ...redis,
    "env.api": { REDIS_URL: { output: "queue.url" } },
    "env.worker": { REDIS_URL: "redis://elsewhere:6379" },
  },
  rule: "require-shared-queue",
  message: /twin-brains-worker: REDIS_URL is not the address of twin-brains-queue/,
};
const noQueue: Unsafe = {
  title: "S1.6 S1.9 no queue on the worker",
  change: { ...redis, "env.api": { REDIS_URL: { output: "queue.url" } } },
  rule: "require-shared-queue",
  message: /twin-brains-worker: REDIS_URL is not set/,
};
const publishing: Unsafe = {
  title: "S1.7 publishing without a person",
  change: { "env.backend.FEEDBACK_LEARNING_AUTO_PUBLISH": true },
  rule: "require-complete-baseline",
  message: /FEEDBACK_LEARNING_AUTO_PUBLISH is "true"; expected false/,
};
const cooldownWithUnit: Unsafe = {
  title: "S1.7 a cooldown with a unit",
  change: { "env.backend.FEEDBACK_LEARNING_COOLDOWN_MINUTES": "30min" },
  rule: "require-complete-baseline",
  message: /FEEDBACK_LEARNING_COOLDOWN_MINUTES is "30min"; expected a whole number from 1 to 1440/,
};
const anotherNode: Unsafe = {
  title: "S1.8 another Node version than the app's",
  change: { "frontend.nodeVersion": "22.x" },
  rule: "require-declared-node-version",
  message: /nodeVersion is "22\.x"; the app declares "20\.x"/,
};
const variableMissing: Unsafe = {
  title: "S1.9 a variable of the baseline missing",
  change: { "env.backend.PINECONE_INDEX_NAME": undefined },
  rule: "require-complete-baseline",
  message: /PINECONE_INDEX_NAME is not set/,
};
const noAlternative: Unsafe = {
  title: "S1.9 neither of two alternatives",
  change: { "env.backend.SUPABASE_SERVICE_KEY": undefined },
  rule: "require-complete-baseline",
  message: /none of SUPABASE_KEY, SUPABASE_SERVICE_KEY is set/,
};
const halfOfASet: Unsafe = {
  title: "S1.9 half of the YouTube set",
  change: { "env.backend.YOUTUBE_PROXY": "socks5://proxy.example:1080" },
  rule: "require-complete-baseline",
  message: /YOUTUBE_COOKIES_FILE is not set, but YOUTUBE_PROXY is \(youtube: all or none\)/,
};
const clearText: Unsafe = {
  title: "S1.9 a secret in clear text",
  change: { "env.backend.OPENAI_API_KEY": "in clear text" },
  rule: "disallow-clear-text-secrets",
  message: /OPENAI_API_KEY: is written in clear text into cutover:env\.backend/,
};
const secretInThePage: Unsafe = {
  title: "S1.10 a server's secret in the page",
  change: { "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" } },
  rule: "disallow-public-secrets",
  message: /NEXT_PUBLIC_TITLE has the value of the backend's OPENAI_API_KEY/,
};
const noSignIn: Unsafe = {
  title: "S1.10 sign-in switched off",
  change: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1 },
  rule: "require-no-e2e-bypass",
  message: /NEXT_PUBLIC_E2E_BYPASS_AUTH is set in production/,
};
const noAddress: Unsafe = {
  title: "S1.10 the API's address missing",
  change: { "env.frontend.NEXT_PUBLIC_BACKEND_URL": undefined },
  rule: "require-complete-baseline",
  message: /twin-brains: NEXT_PUBLIC_BACKEND_URL is not set; expected \{ output: api\.url \}/,
};
const endless: Unsafe = {
  title: "S1.13 a cron job that does not end",
  change: { "services.scheduler.startCommand": `${scheduler} --min-events 5` },
  rule: "require-ending-command",
  message: /twin-brains-scheduler: the command has no --once/,
};
const twin: Unsafe = {
  title: "S1.13 a worker that does the cron job's work",
  change: { "services.worker.startCommand": `${scheduler} --interval-seconds 900` },
  rule: "disallow-continuous-twin",
  message: /the worker twin-brains-worker runs the same program/,
};

const together = (...changes: readonly Unsafe[]) => [changes.map(({ title }) => title).join(", "), changes] as const;

/** All of them, in groups of which none hides another. */
export const unsafeChanges = [
  together(anyOrigin, anotherQueue, publishing, cooldownWithUnit, anotherNode, halfOfASet, clearText, noAddress, twin),
  together(noQueue, variableMissing, noAlternative, secretInThePage, noSignIn, endless),
];
