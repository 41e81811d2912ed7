import type { ConfigChanges } from "./stack-config.ts";

const redis = { "env.backend.REDIS_URL": undefined, "env.api": { REDIS_URL: { output: "queue.url" } } };
const scheduler = "python scripts/run_feedback_learning_scheduler.py";

/** Unsafe changes of the committed production stack: what it is, the change, the rules that refuse it, and what they say. */
export const unsafeChanges: readonly [title: string, changes: ConfigChanges, rules: string[], message: RegExp][] = [
  ["S1.5 any origin", { "origins.0": "*" }, ["require-explicit-origins"], /ALLOWED_ORIGINS contains "\*"/],
  [
    "S1.6 another queue on the worker",
    {
      ...redis,
      "env.worker": { REDIS_URL: "redis://elsewhere:6379" },
      "env.scheduler": { REDIS_URL: { output: "queue.url" } },
    },
    ["require-shared-queue"],
    /twin-brains-worker: REDIS_URL is not the address of twin-brains-queue/,
  ],
  [
    "S1.6 S1.9 no queue on the worker",
    { ...redis, "env.scheduler": { REDIS_URL: { output: "queue.url" } } },
    ["require-shared-queue"],
    /twin-brains-worker: REDIS_URL is not set/,
  ],
  [
    "S1.7 publishing without a person",
    { "env.backend.FEEDBACK_LEARNING_AUTO_PUBLISH": true },
    ["require-complete-baseline"],
    /FEEDBACK_LEARNING_AUTO_PUBLISH is "true"; expected false/,
  ],
  [
    "S1.7 a cooldown with a unit",
    { "env.backend.FEEDBACK_LEARNING_COOLDOWN_MINUTES": "30min" },
    ["require-complete-baseline"],
    /FEEDBACK_LEARNING_COOLDOWN_MINUTES is "30min"; expected a whole number from 1 to 1440/,
  ],
  [
    "S1.8 another Node version than the app's",
    { "frontend.nodeVersion": "22.x" },
    ["require-declared-node-version"],
    /nodeVersion is "22\.x"; the app declares "20\.x"/,
  ],
  [
    "S1.9 a variable of the baseline missing",
    { "env.backend.PINECONE_INDEX_NAME": undefined },
    ["require-complete-baseline"],
    /PINECONE_INDEX_NAME is not set/,
  ],
  [
    "S1.9 neither of two alternatives",
    { "env.backend.SUPABASE_SERVICE_KEY": undefined },
    ["require-complete-baseline"],
    /none of SUPABASE_KEY, SUPABASE_SERVICE_KEY is set/,
  ],
  [
    "S1.9 half of the YouTube set",
    { "env.backend.YOUTUBE_PROXY": "socks5://proxy.example:1080" },
    ["require-complete-baseline"],
    /YOUTUBE_COOKIES_FILE is not set, but YOUTUBE_PROXY is \(youtube: all or none\)/,
  ],
  [
    "S1.9 a secret in clear text",
    { "env.backend.OPENAI_API_KEY": "in clear text" },
    ["disallow-clear-text-secrets"],
    /OPENAI_API_KEY: is written in clear text into cutover:env\.backend/,
  ],
  [
    "S1.10 a server's secret in the page",
    { "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" } },
    ["disallow-public-secrets"],
    /NEXT_PUBLIC_TITLE has the value of the backend's OPENAI_API_KEY/,
  ],
  [
    "S1.10 sign-in switched off",
    { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1 },
    ["require-no-e2e-bypass"],
    /NEXT_PUBLIC_E2E_BYPASS_AUTH is set in production/,
  ],
  [
    "S1.10 the API's address missing",
    { "env.frontend.NEXT_PUBLIC_BACKEND_URL": undefined },
    ["require-complete-baseline"],
    /twin-brains: NEXT_PUBLIC_BACKEND_URL is not set; expected \{ output: api\.url \}/,
  ],
  [
    "S1.13 a cron job that does not end",
    { "services.scheduler.startCommand": `${scheduler} --min-events 5` },
    ["require-ending-command"],
    /twin-brains-scheduler: the command has no --once/,
  ],
  [
    "S1.13 a worker that does the cron job's work",
    { "services.worker.startCommand": `${scheduler} --interval-seconds 900` },
    ["disallow-continuous-twin"],
    /the worker twin-brains-worker runs the same program/,
  ],
];
