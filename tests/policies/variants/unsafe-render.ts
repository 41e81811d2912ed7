import { proven, vendorDeploys } from "./common-changes.ts";
import type { Changes, UnsafeVariant } from "./variant.ts";

const open = (title: string, ...cidrBlocks: string[]): UnsafeVariant => ({
  title: `the queue open to ${title}`,
  config: {
    "services.queue.ipAllowList": cidrBlocks.map((cidrBlock) => ({ cidrBlock, description: "for a while" })),
  },
  rule: "disallow-open-stores",
});
const elsewhere = (title: string, config: Changes): UnsafeVariant => ({ title, config, rule: "require-one-region" });
const database = (title: string, properties: Record<string, unknown>, rule: string, protect = true): UnsafeVariant => ({
  title: `a Postgres ${title}`,
  added: [
    {
      type: "render:index:Postgres",
      name: "reporting",
      properties: {
        ...{ name: "twin-brains-reporting", ownerId: "tea-0123456789abcdefghij", plan: "basic_1gb", version: "17" },
        ...{ region: "oregon", ipAllowList: [], ...properties },
      },
      protect,
    },
  ],
  rule,
});
const migrates = (title: string, config: Changes): UnsafeVariant => ({
  title: `a migration ${title}`,
  config: { ...proven, ...config },
  rule: "require-pre-deploy-migrations",
});

/** How the tools that people use are told to migrate. */
const migrations = [
  "python -m alembic upgrade head",
  "uv run alembic -c alembic.ini upgrade +1",
  "npm run migrate",
  "pnpm db:migrate",
  "npx knex migrate:latest",
  "npx sequelize-cli db:migrate",
  "npx drizzle-kit migrate",
  "npx typeorm migration:run -d data-source.js",
  "bundle exec rails db:migrate",
  "goose -dir migrations postgres $DATABASE_URL up",
  "migrate -path migrations -database $DATABASE_URL up",
  "flyway migrate",
  "supabase db push",
  "dbmate up",
  "psql $DATABASE_URL -f migrations/001.sql",
  "mix ecto.migrate",
  "sqlx migrate run",
  "php artisan migrate --force",
  "(cd backend && alembic upgrade head)",
];

export const unsafeRender: readonly UnsafeVariant[] = [
  {
    title: "an API without a health check",
    resources: { "WebService api": { healthCheckPath: undefined } },
    rule: "require-health-check",
  },
  {
    title: "a staging API without a health check",
    stack: "staging",
    resources: { "WebService api": { healthCheckPath: "" } },
    rule: "require-health-check",
  },

  { title: "a free API", config: { "services.api.plan": "free" }, rule: "disallow-free-plan" },
  { title: "a free worker", config: { "services.worker.plan": "free" }, rule: "disallow-free-plan" },
  {
    title: "a free service, put there by another program",
    resources: { "WebService api": { plan: "free" } },
    rule: "disallow-free-plan",
  },

  open("everybody", "0.0.0.0/0"),
  open("everybody with IPv6", "::/0"),
  open("everybody by two halves", "0.0.0.0/1", "128.0.0.0/1"),
  open("everybody, spelled with another address", "10.0.0.0/0"),
  open("the office and everybody", "203.0.113.7/32", "0.0.0.0/0"),
  open("half of the internet", "128.0.0.0/1"),
  open("everybody by four quarters", "0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"),
  open("everybody by two halves of IPv6", "::/1", "8000::/1"),
  open("every address of IPv6 that is given out", "2000::/3"),
  open("everybody with IPv4 in IPv6", "::ffff:0:0/96"),
  { ...open("everybody in staging", "0.0.0.0/0"), stack: "staging" },
  database("open to everybody", { ipAllowList: [{ cidrBlock: "0.0.0.0/0", description: "" }] }, "disallow-open-stores"),

  {
    title: "a queue that may be destroyed",
    config: { "services.queue.allowDestroy": true },
    rule: "require-protected-stores",
  },
  {
    title: "a queue whose protection another program left out",
    circumstances: { "KeyValue queue": { protect: false } },
    rule: "require-protected-stores",
  },
  database("without protection", {}, "require-protected-stores", false),

  {
    title: "a queue that forgets",
    config: { "services.queue.plan": "free" },
    rule: "require-persistent-stores",
  },
  database("that ends after 30 days", { plan: "free" }, "require-persistent-stores"),

  {
    title: "a queue that throws jobs away",
    config: { "services.queue.maxmemoryPolicy": "allkeys_lru" },
    rule: "require-queue-without-eviction",
  },
  {
    title: "a queue that throws away what expires",
    config: { "services.queue.maxmemoryPolicy": "volatile_ttl" },
    rule: "require-queue-without-eviction",
  },

  {
    title: "a queue of which nobody says what it throws away",
    resources: { "KeyValue queue": { maxmemoryPolicy: undefined } },
    rule: "require-queue-without-eviction",
  },

  elsewhere("a worker in another region", { "services.worker.region": "frankfurt" }),
  elsewhere("a scheduler in another region", { "services.scheduler.region": "ohio" }),
  elsewhere("a queue in another region", { "services.queue.region": "virginia" }),
  database("in another region", { region: "singapore" }, "require-one-region"),

  {
    title: "a worker that is stopped in the middle",
    config: { "services.worker.maxShutdownDelaySeconds": 15 },
    rule: "require-graceful-shutdown",
  },
  {
    title: "a worker that is stopped a second too early",
    config: { "services.worker.maxShutdownDelaySeconds": 59 },
    rule: "require-graceful-shutdown",
  },
  {
    title: "a worker that says nothing of how it stops",
    config: { "services.worker.maxShutdownDelaySeconds": undefined },
    rule: "require-graceful-shutdown",
  },

  {
    title: "every push, without its checks",
    config: { ...vendorDeploys, "services.api.autoDeploy": "commit" },
    rule: "require-checked-deploys",
  },
  {
    title: "the worker at every push",
    config: { ...vendorDeploys, "services.worker.autoDeploy": "commit" },
    rule: "require-checked-deploys",
  },
  {
    title: "a push that passes the release by",
    resources: { "WebService api": { autoDeployTrigger: "commit" } },
    rule: "require-checked-deploys",
  },
  {
    title: "checked pushes that pass the release by",
    resources: { "BackgroundWorker worker": { autoDeployTrigger: "checksPass" } },
    rule: "require-checked-deploys",
  },

  {
    title: "a deploy of the backend for every change of the frontend",
    config: { ...vendorDeploys, "services.api.rootDirectory": undefined },
    rule: "require-build-filter",
  },

  migrates("in the build", {
    "services.api.buildCommand": "pip install -r requirements.txt && alembic upgrade head",
  }),
  migrates("at each start", {
    "services.api.startCommand": "python manage.py migrate --noinput && uvicorn main:app --port $PORT",
  }),
  migrates("at the start of the worker", {
    "services.worker.startCommand": "npx prisma migrate deploy && python worker.py",
  }),
  ...migrations.map((command) =>
    migrates(`in the build: ${command}`, {
      "services.api.buildCommand": `pip install -r requirements.txt && ${command}`,
    }),
  ),
  migrates("in a shell of its own", {
    "services.api.buildCommand": "bash -c 'pip install -r requirements.txt; flask db upgrade'",
  }),

  {
    title: "failures that nobody hears of",
    config: { "services.api.notifyOnFail": "ignore" },
    rule: "require-failure-notification",
  },
  {
    title: "an image that may be another one tomorrow",
    resources: {
      "WebService api": {
        runtime: "image",
        image: { path: "ghcr.io/acme-brains/api:latest" },
        buildCommand: undefined,
      },
    },
    rule: "require-image-digest",
  },
  {
    title: "an image by a tag",
    resources: {
      "BackgroundWorker worker": { runtime: "image", image: { path: "docker.io/acmebrains/worker:v1.4.2" } },
    },
    rule: "require-image-digest",
  },
];
