import { proven, vendorDeploys } from "./common-changes.ts";
import type { Variant } from "./variant.ts";

const allowed = (title: string, ...cidrBlocks: string[]): Variant => ({
  title: `the queue open to ${title}`,
  config: { "services.queue.ipAllowList": cidrBlocks.map((cidrBlock) => ({ cidrBlock, description: title })) },
});

export const safeRender: readonly Variant[] = [
  { title: "bigger instances", config: { "services.api.plan": "pro", "services.worker.plan": "pro_plus" } },
  { title: "more instances", config: { "services.api.instances": 3, "services.worker.instances": 2 } },
  { title: "another health check", config: { "services.api.healthCheckPath": "/api/healthz?deep=1" } },
  { title: "a free API in staging", stack: "staging", config: { "services.api.plan": "free" } },
  allowed("the office", "203.0.113.7/32"),
  allowed("two offices", "203.0.113.0/24", "198.51.100.16/28"),
  allowed("an office with IPv6", "2001:db8:4711::/48"),
  allowed("a private network", "10.0.0.0/8"),
  { title: "a bigger queue", config: { "services.queue.plan": "pro" } },
  {
    title: "everything in Frankfurt",
    config: { "services.api.region": "frankfurt" },
  },
  {
    title: "everything in Frankfurt, said of each",
    config: {
      "services.api.region": "frankfurt",
      "services.worker.region": "frankfurt",
      "services.scheduler.region": "frankfurt",
      "services.queue.region": "frankfurt",
    },
  },
  { title: "a worker that has a minute to stop", config: { "services.worker.maxShutdownDelaySeconds": 60 } },
  { title: "an API that has a minute to stop", config: { "services.api.maxShutdownDelaySeconds": 60 } },
  { title: "a worker at rest", config: { "services.worker.suspended": true } },
  { title: "pushes that the vendors deploy once their checks pass", config: vendorDeploys },
  { title: "the same, said of each", config: { ...vendorDeploys, "services.api.autoDeploy": "checksPass" } },
  {
    title: "a backend at the root that only its own files deploy",
    config: {
      ...vendorDeploys,
      "services.api.rootDirectory": undefined,
      "services.api.buildFilter": { paths: ["backend/**", "requirements.txt"] },
    },
  },
  {
    title: "a backend at the root that documents do not deploy",
    config: {
      ...vendorDeploys,
      "services.api.rootDirectory": undefined,
      "services.api.buildFilter": { ignoredPaths: ["docs/**", "frontend/**"] },
    },
  },
  {
    title: "migrations before the deploy",
    config: { ...proven, "services.api.preDeployCommand": "alembic upgrade head" },
  },
  {
    title: "Django's migrations before the deploy",
    config: { ...proven, "services.api.preDeployCommand": "python manage.py migrate --noinput" },
  },
  {
    title: "static files before the deploy",
    config: { "services.api.preDeployCommand": "python manage.py collectstatic" },
  },
  {
    title: "a client that is generated in the build",
    config: { "services.api.buildCommand": "npm ci && npx prisma generate" },
  },
  {
    title: "a check of migrations in the build",
    config: { "services.api.buildCommand": "pip install -r requirements.txt && alembic check" },
  },
  {
    title: "a database that is protected",
    added: [
      {
        type: "render:index:Postgres",
        name: "reporting",
        properties: {
          ...{ name: "twin-brains-reporting", ownerId: "tea-0123456789abcdefghij", plan: "basic_1gb", version: "17" },
          ...{ region: "oregon", ipAllowList: [{ cidrBlock: "203.0.113.7/32", description: "office" }] },
        },
        protect: true,
      },
    ],
  },
  {
    title: "an image by its digest",
    resources: {
      "BackgroundWorker worker": {
        runtime: "image",
        "image.path":
          "ghcr.io/acme-brains/worker@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
      },
    },
  },
  { title: "a queue in staging that forgets", stack: "staging", config: { "services.queue.plan": "free" } },
  { title: "a queue in staging that may go", stack: "staging", config: { "services.queue.allowDestroy": true } },
  {
    title: "a worker in staging that says nothing of how it stops",
    stack: "staging",
    config: { "services.worker.maxShutdownDelaySeconds": undefined },
  },
  ...["alembic current", "npx drizzle-kit generate", "python manage.py showmigrations", "echo migrated"].map(
    (command) => ({
      title: `no migration in the build: ${command}`,
      config: { "services.api.buildCommand": `pip install -r requirements.txt && ${command}` },
    }),
  ),
  { title: "failures that everybody hears of", config: { "services.api.notifyOnFail": "notify" } },
  {
    title: "a Docker service",
    config: {
      "services.api.runtime": "docker",
      "services.api.buildCommand": undefined,
      "services.api.startCommand": undefined,
      "services.api.dockerfilePath": "./Dockerfile",
    },
  },
];
