import { stackConfig } from "../../config/schema.ts";

const parsed = stackConfig.parse({
  app: { name: "acme", environment: "production", repository: "https://github.com/acme/app", branch: "main" },
  render: { owner: "tea-0123456789abcdefghij" },
  vercel: { team: "team_acme" },
  services: {
    api: {
      name: "acme-api",
      runtime: "python",
      rootDirectory: "backend",
      buildCommand: "make",
      startCommand: "run",
      instances: 2,
      plan: "standard",
      region: "frankfurt",
      healthCheckPath: "/health",
    },
    worker: { name: "acme-worker", startCommand: "work" },
    scheduler: {
      name: "acme-scheduler",
      schedule: "*/15 * * * *",
      startCommand: "learn --once",
      continuous: { startCommand: "learn --interval-seconds 900" },
    },
    queue: { name: "acme-queue" },
  },
  frontend: {
    name: "acme",
    framework: "nextjs",
    rootDirectory: "web",
    nodeVersion: "20.x",
    engines: "20.x",
    domains: ["app.example.com", "www.example.com"],
  },
  origins: ["https://app.example.com"],
  env: { backend: { A: 1, REDIS_URL: { output: "queue.url" } }, worker: { API: { output: "api.url" } } },
  rollout: { flag: "V2_PERCENT", percent: 10 },
  smokeChecks: [{ name: "healthy", target: "api", request: { path: "/health" }, expect: { status: 200 } }],
});

const { frontend, rollout } = parsed;
if (!frontend || !rollout) throw new Error("The stack of these tests has a frontend with a rollout");

/** A whole stack as config, for tests of the components. */
export const config = { ...parsed, frontend, rollout };
