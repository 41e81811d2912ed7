import { eachService } from "./common-changes.ts";
import type { Changes, UnsafeVariant } from "./variant.ts";

const queue = { output: "queue.url" };
const supabase = "https://twinbrainsprod.supabase.example";

const baseline = (title: string, config: Changes): UnsafeVariant => ({
  title,
  config,
  rule: "require-complete-baseline",
});

export const unsafeEnv: readonly UnsafeVariant[] = [
  baseline("a variable of the baseline missing", { "env.backend.PINECONE_INDEX_NAME": undefined }),
  baseline("an address missing", { "env.backend.SUPABASE_URL": undefined }),
  baseline("neither of two keys", { "env.backend.SUPABASE_SERVICE_KEY": undefined }),
  baseline("half of the YouTube set", { "env.backend.YOUTUBE_PROXY": "socks5://proxy.twin-brains.example:1080" }),
  baseline("an address that is none", { "env.backend.SUPABASE_URL": "twinbrainsprod" }),
  baseline("a switch as a word", { "env.backend.GRAPH_RAG_ENABLED": "yes" }),
  baseline("a switch the other way", { "env.backend.ENABLE_VC_ROUTES": true }),
  baseline("a number with a unit", { "env.backend.FEEDBACK_LEARNING_COOLDOWN_MINUTES": "30min" }),
  baseline("a number out of range", { "env.backend.CONTENT_EXTRACT_MAX_CHUNKS": 500 }),
  baseline("development mode neither on nor off", { "env.backend.DEV_MODE": "" }),
  baseline("publishing by itself, with its gate", { "env.backend.FEEDBACK_LEARNING_AUTO_PUBLISH": true }),
  baseline("no word of the regression gate", { "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": undefined }),
  baseline("a number as a word", { "env.backend.FEEDBACK_LEARNING_MIN_EVENTS": "five" }),
  baseline("the API's old address in the frontend", {
    "env.frontend.NEXT_PUBLIC_BACKEND_URL": "https://twin-brains-api-old.onrender.com",
  }),
  baseline("an address missing in the frontend", { "env.frontend.NEXT_PUBLIC_SUPABASE_URL": undefined }),
  {
    title: "a variable of the baseline that only the worker lost",
    resources: { "BackgroundWorker worker": { "env.PINECONE_INDEX_NAME": undefined } },
    rule: "require-complete-baseline",
  },

  { title: "no queue", config: { "env.backend.REDIS_URL": undefined }, rule: "require-shared-queue" },
  {
    title: "another queue for everybody",
    config: { "env.backend.REDIS_URL": "redis://red-0123456789abcdefghij:6379" },
    rule: "require-shared-queue",
  },
  {
    title: "the worker on another queue",
    config: eachService("REDIS_URL", queue, "redis://red-0123456789abcdefghij:6379", queue),
    rule: "require-shared-queue",
  },
  {
    title: "a queue that is a secret of its own",
    config: { "env.backend.REDIS_URL": { secret: "OTHER_REDIS_URL" } },
    rule: "require-shared-queue",
  },
  {
    title: "the worker in another database of the same queue",
    resources: { "BackgroundWorker worker": { "env.REDIS_URL": "redis://red-queue:6379/1" } },
    rule: "require-shared-queue",
  },
  {
    title: "the scheduler without a queue",
    resources: { "CronJob scheduler": { "env.REDIS_URL": undefined } },
    rule: "require-shared-queue",
  },

  {
    title: "the worker in another database",
    config: eachService("SUPABASE_URL", supabase, "https://twinbrainsold.supabase.example", supabase),
    rule: "require-agreeing-services",
  },
  {
    title: "the worker with another signing secret",
    config: eachService("JWT_SECRET", { secret: "JWT_SECRET" }, { secret: "OLD_JWT_SECRET" }, { secret: "JWT_SECRET" }),
    rule: "require-agreeing-services",
  },
  {
    title: "the scheduler in another index",
    config: eachService("PINECONE_INDEX_NAME", "twin-brains", "twin-brains", "twin-brains-2025"),
    rule: "require-agreeing-services",
  },
  {
    title: "the worker in another database, put there by another program",
    resources: { "BackgroundWorker worker": { "env.SUPABASE_URL": "https://twinbrainsold.supabase.example" } },
    rule: "require-agreeing-services",
  },
  {
    title: "the worker with another signing secret, put there by another program",
    resources: { "BackgroundWorker worker": { "env.JWT_SECRET": "value-of-the-secret-before" } },
    rule: "require-agreeing-services",
  },
  {
    title: "the API with another number of chunks than the worker",
    config: eachService("CONTENT_EXTRACT_MAX_CHUNKS", 6, 12, 6),
    rule: "require-agreeing-services",
  },

  {
    title: "staging without a variable that the baseline asks for",
    sibling: { "env.backend.ENABLE_ENHANCED_INGESTION": undefined },
    rule: "require-same-variables",
  },
  {
    title: "staging's frontend without a variable that the baseline asks for",
    sibling: { "env.frontend.NEXT_PUBLIC_FRONTEND_URL": undefined },
    rule: "require-same-variables",
  },

  {
    title: "publishing by itself without its gate",
    config: {
      "env.backend.FEEDBACK_LEARNING_AUTO_PUBLISH": true,
      "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false,
    },
    rule: "require-gated-publishing",
  },
  {
    title: "publishing by itself, the gate not set",
    config: {
      "env.backend.FEEDBACK_LEARNING_AUTO_PUBLISH": "true",
      "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": undefined,
    },
    rule: "require-gated-publishing",
  },
  {
    title: "another publisher without a gate",
    config: { "env.worker.PERSONA_AUTO_PUBLISH": true },
    rule: "require-gated-publishing",
  },

  {
    title: "the gate off without an incident",
    config: { "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false },
    rule: "limit-emergency-switches",
  },
  {
    title: "the gate off as 0",
    config: { "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": "0" },
    rule: "limit-emergency-switches",
  },
  {
    title: "the gate still off after its incident",
    config: {
      "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false,
      "services.scheduler.suspended": true,
      incident: { reason: "feedback learning wrote wrong facts", until: "2026-11-20T06:00:00Z" },
    },
    rule: "limit-emergency-switches",
  },
  {
    title: "the gate off for an incident of a month",
    config: {
      "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false,
      "services.scheduler.suspended": true,
      incident: { reason: "feedback learning writes wrong facts", until: "2026-12-21T06:00:00Z" },
    },
    rule: "limit-emergency-switches",
  },

  {
    title: "staging's database",
    config: { "env.backend.SUPABASE_URL": "https://twinbrainsstaging.supabase.example" },
    rule: "disallow-shared-database",
  },
  {
    title: "staging's database in the page",
    config: { "env.frontend.NEXT_PUBLIC_SUPABASE_URL": "https://twinbrainsstaging.supabase.example" },
    rule: "disallow-shared-database",
  },
  {
    title: "one project at Vercel for both",
    sibling: { "frontend.name": "twin-brains" },
    rule: "disallow-shared-database",
  },
  {
    title: "production's database in staging, spelled otherwise",
    sibling: { "env.backend.SUPABASE_URL": "https://TwinBrainsProd.supabase.example/" },
    rule: "disallow-shared-database",
  },
  {
    title: "production's index in staging",
    sibling: { "env.backend.PINECONE_INDEX_NAME": "twin-brains" },
    rule: "disallow-shared-database",
  },
  {
    title: "production's index, seen from staging",
    stack: "staging",
    config: { "env.backend.PINECONE_INDEX_NAME": "twin-brains" },
    rule: "disallow-shared-database",
  },
  {
    title: "one queue adopted by both",
    config: { "services.queue.adopt": "red-0123456789abcdefghij" },
    sibling: { "services.queue.adopt": "red-0123456789abcdefghij" },
    rule: "disallow-shared-database",
  },
  {
    title: "one API adopted by both",
    config: { "services.api.adopt": "srv-0123456789abcdefghij" },
    sibling: { "services.api.adopt": "srv-0123456789abcdefghij" },
    rule: "disallow-shared-database",
  },
  {
    title: "one API for both",
    sibling: { "services.api.name": "twin-brains-api" },
    rule: "disallow-shared-database",
  },
  {
    title: "one Postgres host for both",
    config: { "env.backend.DATABASE_HOST": "db.twin-brains.example" },
    sibling: { "env.backend.DATABASE_HOST": "db.twin-brains.example" },
    rule: "disallow-shared-database",
  },
];
