import { eachService } from "./common-changes.ts";
import type { Variant } from "./variant.ts";

const queue = { output: "queue.url" };
const youtube = {
  "env.backend.GOOGLE_API_KEY": { secret: "GOOGLE_API_KEY" },
  "env.backend.YOUTUBE_COOKIES_FILE": "/etc/secrets/cookies.txt",
  "env.backend.YOUTUBE_PROXY": "socks5://proxy.twin-brains.example:1080",
  "env.backend.YOUTUBE_MAX_RETRIES": 5,
  "env.backend.YOUTUBE_ASR_MODEL": "whisper-large-v3",
  "env.backend.YOUTUBE_ASR_PROVIDER": "openai",
  "env.backend.YOUTUBE_LANGUAGE_DETECTION": true,
  "env.backend.YOUTUBE_PII_SCRUB": true,
  "env.backend.YOUTUBE_VERBOSE_LOGGING": false,
};

export const safeEnv: readonly Variant[] = [
  { title: "production as committed" },
  { title: "staging as committed", stack: "staging" },
  { title: "the repository's stack as committed", stack: "repo" },

  {
    title: "a second domain and its origin",
    config: { "frontend.domains.1": "www.twin-brains.example", "origins.1": "https://www.twin-brains.example" },
  },
  {
    title: "a domain in other letters and its origin",
    config: { "frontend.domains.1": "xn--bcher-kva.example", "origins.1": "https://xn--bcher-kva.example" },
  },
  { title: "the project's own address at Vercel", config: { "origins.1": "https://twin-brains.vercel.app" } },
  { title: "a domain without an origin of its own", config: { "frontend.domains.1": "www.twin-brains.example" } },
  {
    title: "origins as a literal",
    config: { "env.backend.ALLOWED_ORIGINS": "https://app.twin-brains.example" },
  },
  {
    title: "origins as a literal with a space",
    config: { "env.backend.ALLOWED_ORIGINS": "https://app.twin-brains.example, https://twin-brains.vercel.app" },
  },
  { title: "a developer's machine in staging", stack: "staging", config: { "origins.1": "http://localhost:3000" } },
  { title: "the same by number", stack: "staging", config: { "origins.1": "http://127.0.0.1:5173" } },
  { title: "the same as IPv6", stack: "staging", config: { "origins.1": "http://[::1]:3000" } },
  {
    title: "origins only for the API",
    config: eachService("ALLOWED_ORIGINS", { output: "origins" }, undefined, undefined),
  },

  { title: "development mode off as text", config: { "env.backend.DEV_MODE": "false" } },
  { title: "a development setting of another kind", config: { "env.backend.DEV_MODELS_PATH": "models/dev" } },

  {
    title: "the other one of two keys",
    config: {
      "env.backend.SUPABASE_SERVICE_KEY": undefined,
      "env.backend.SUPABASE_KEY": { secret: "SUPABASE_SERVICE_KEY" },
    },
  },
  { title: "the whole YouTube set", config: youtube },
  { title: "more chunks", config: { "env.backend.CONTENT_EXTRACT_MAX_CHUNKS": 12 } },
  { title: "a number as text", config: { "env.backend.FEEDBACK_LEARNING_MIN_EVENTS": "5" } },
  { title: "a feature off", config: { "env.backend.ENABLE_ENHANCED_INGESTION": false } },
  {
    title: "an address with a path",
    config: { "env.backend.SUPABASE_URL": "https://twinbrainsprod.supabase.example/" },
  },
  {
    title: "the frontend's address from its domain",
    config: { "env.frontend.NEXT_PUBLIC_FRONTEND_URL": { output: "frontend.url" } },
  },

  { title: "the queue given to each service", config: eachService("REDIS_URL", queue, queue, queue) },
  { title: "one secret given to each service", config: eachService("JWT_SECRET", ...shared("JWT_SECRET")) },
  {
    title: "one database given to each service",
    config: eachService("SUPABASE_URL", ...same("https://twinbrainsprod.supabase.example")),
  },
  {
    title: "log levels that differ",
    config: { "env.api.LOG_LEVEL": "info", "env.worker.LOG_LEVEL": "debug", "env.scheduler.LOG_LEVEL": "warning" },
  },
  { title: "a pool that only the worker has", config: { "env.worker.WORKER_CONCURRENCY": 4 } },
  {
    title: "the API's own number of threads",
    config: { "env.api.WEB_CONCURRENCY": 2, "env.worker.WEB_CONCURRENCY": 1 },
  },
  { title: "the API's address for the worker", config: { "env.worker.API_BASE": { output: "api.url" } } },

  { title: "a tuning value that staging lacks", config: { "env.backend.EMBEDDING_BATCH_SIZE": 64 } },
  { title: "a tuning value that only staging has", sibling: { "env.backend.EMBEDDING_BATCH_SIZE": 8 } },
  {
    title: "a look at staging's database from production",
    config: { "env.scheduler.STAGING_DB_HOST": "db-staging.twin-brains.example" },
    sibling: { "env.scheduler.STAGING_DB_HOST": "db-staging.twin-brains.example" },
  },
  {
    title: "the vendor's address that both call",
    config: { "env.backend.OPENAI_BASE_URL": "https://api.openai.example/v1" },
    sibling: { "env.backend.OPENAI_BASE_URL": "https://api.openai.example/v1" },
  },
  {
    title: "one error tracker for both",
    config: {
      "env.backend.SENTRY_ENVIRONMENT": "production",
      "env.backend.ERROR_INTAKE_URL": "https://errors.twin-brains.example",
    },
    sibling: { "env.backend.ERROR_INTAKE_URL": "https://errors.twin-brains.example" },
  },
  {
    title: "sign-in switched off in staging, as its tests need it",
    stack: "staging",
    config: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1 },
  },
  { title: "the gate on, as text", config: { "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": "true" } },
  {
    title: "the gate off during an incident, the scheduler at rest",
    config: {
      "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false,
      "services.scheduler.suspended": true,
      incident: { reason: "the regression gate refuses every answer", until: "2026-11-22T06:00:00Z" },
    },
  },
  {
    title: "a service of the same name in another workspace",
    sibling: { "services.api.name": "twin-brains-api", "render.owner": "tea-9876543210zyxwvutsrq" },
  },
  {
    title: "no queue in either stack",
    config: {
      "services.queue": undefined,
      "env.backend.REDIS_URL": undefined,
      "baseline.backend.required.REDIS_URL": undefined,
    },
    sibling: {
      "services.queue": undefined,
      "env.backend.REDIS_URL": undefined,
      "baseline.backend.required.REDIS_URL": undefined,
    },
  },
  {
    title: "what exists already, adopted by its id",
    config: { "services.api.adopt": "srv-0123456789abcdefghij", "services.queue.adopt": "red-0123456789abcdefghij" },
    sibling: { "services.api.adopt": "srv-9876543210abcdefghij" },
  },
  { title: "no baseline", config: { baseline: undefined } },
  { title: "no worker", config: { "services.worker": undefined } },
  {
    title: "development mode in staging, whose baseline lets it",
    stack: "staging",
    config: { "env.backend.DEV_MODE": true, "baseline.backend.required.DEV_MODE": "boolean" },
  },
  {
    title: "an incident that is over, and everything as it was",
    config: { incident: { reason: "the regression gate refused every answer", until: "2026-11-20T06:00:00Z" } },
  },
];

function shared(secret: string): [unknown, unknown, unknown] {
  return [{ secret }, { secret }, { secret }];
}

function same(value: unknown): [unknown, unknown, unknown] {
  return [value, value, value];
}
