import type { Changes, UnsafeVariant } from "./variant.ts";

const migration: Changes = { "services.api.preDeployCommand": "alembic upgrade head" };
const week = { timeZone: "Europe/Berlin", open: [{ days: ["monday", "tuesday"], from: "09:00", to: "16:00" }] };
const bare = { name: "answers", target: "api", request: { path: "/health" }, expect: { status: 200 } };

export const unsafeRelease: readonly UnsafeVariant[] = [
  { title: "no smoke check", config: { smokeChecks: [] }, rule: "require-smoke-check" },
  { title: "a smoke check that reads no body", config: { smokeChecks: [bare] }, rule: "require-smoke-check" },
  {
    title: "smoke checks of the frontend alone",
    config: { smokeChecks: [{ ...bare, target: "frontend", request: { path: "/" } }] },
    rule: "require-smoke-check",
  },
  {
    title: "a smoke check that takes any body",
    config: { smokeChecks: [{ ...bare, expect: { status: 200, body: {} } }] },
    rule: "require-smoke-check",
  },

  {
    title: "a migration without a backup",
    config: { ...migration, "releaseGates.0.proves": ["staging"] },
    rule: "require-backup-before-migration",
  },
  {
    title: "a migration that staging has not seen",
    config: { ...migration, "releaseGates.0.proves": ["backup"] },
    rule: "require-staging-before-migration",
  },
  {
    title: "a worker's migration without a backup",
    config: {
      "services.worker.preDeployCommand": "python manage.py migrate",
      "releaseGates.1.proves": ["staging"],
    },
    rule: "require-backup-before-migration",
  },

  { title: "a deploy on a Saturday", config: { deployWindows: week }, rule: "limit-to-deploy-windows" },
  {
    title: "a deploy before nine in Berlin, which is after eight in London",
    config: { deployWindows: week },
    now: "2026-11-23T07:59:00Z",
    rule: "limit-to-deploy-windows",
  },
  {
    title: "a deploy at the minute when the window closes",
    config: { deployWindows: week },
    now: "2026-11-24T15:00:00Z",
    rule: "limit-to-deploy-windows",
  },

  {
    title: "two services in one release",
    config: { singleChange: true },
    circumstances: { "WebService api": { operation: "update" }, "BackgroundWorker worker": { operation: "update" } },
    rule: "limit-to-single-change",
  },
  {
    title: "the API and the frontend in one release",
    config: { singleChange: true },
    circumstances: { "WebService api": { operation: "update" }, "Project frontend": { operation: "update" } },
    rule: "limit-to-single-change",
  },
];
