import type { Variant } from "./variant.ts";

const week = {
  timeZone: "Europe/Berlin",
  open: [{ days: ["monday", "tuesday", "wednesday", "thursday"], from: "09:00", to: "16:00" }],
};
const healthy = {
  name: "backend is healthy",
  target: "api",
  request: { path: "/health" },
  expect: { status: 200, body: { type: "object", required: ["status"], properties: { status: { const: "healthy" } } } },
};

export const safeRelease: readonly Variant[] = [
  { title: "one smoke check that reads the body", config: { smokeChecks: [healthy] } },
  {
    title: "a migration with a backup, in a gate of its own, and staging in another",
    config: {
      "services.api.preDeployCommand": "alembic upgrade head",
      "releaseGates.0.proves": ["backup"],
      "releaseGates.1.proves": ["staging"],
    },
  },
  { title: "a deploy on a Monday morning in Berlin", config: { deployWindows: week }, now: "2026-11-23T08:00:00Z" },
  { title: "a deploy in the last minute", config: { deployWindows: week }, now: "2026-11-24T14:59:00Z" },
  {
    title: "a deploy on a Saturday that says why",
    config: { deployWindows: { ...week, except: "imports fail for every second user" } },
  },
  {
    title: "one service in one release",
    config: { singleChange: true },
    circumstances: { "WebService api": { operation: "update" }, "BackgroundWorker worker": { operation: "same" } },
  },
  {
    title: "one service and what follows from it",
    config: { singleChange: true },
    circumstances: {
      "BackgroundWorker worker": { operation: "update" },
      "Command api-smoke-checks": { operation: "replace" },
    },
  },
  {
    title: "two services where nobody asked for single changes",
    circumstances: { "WebService api": { operation: "update" }, "BackgroundWorker worker": { operation: "update" } },
  },
  {
    title: "an exemption that says why, and until when",
    config: {
      "services.worker.maxShutdownDelaySeconds": 30,
      "policy.exemptions": [
        {
          rule: "require-graceful-shutdown",
          resource: "twin-brains-worker",
          reason: "the worker has no jobs over ten seconds",
          until: "2026-12-31",
        },
      ],
    },
  },
  {
    title: "a rule that this stack does not apply",
    config: {
      "services.worker.maxShutdownDelaySeconds": 30,
      "policy.levels": { "require-graceful-shutdown": "disabled" },
    },
  },
];
