import type { Variant } from "./variant.ts";

const every = (schedule: string): Variant => ({
  title: `a schedule of ${schedule}`,
  config: { "services.scheduler.schedule": schedule },
});
const script = "python scripts/run_feedback_learning_scheduler.py";
const incident = { reason: "feedback learning writes wrong facts", until: "2026-11-22T06:00:00Z" };

export const safeCron: readonly Variant[] = [
  every("*/5 * * * *"),
  every("0 * * * *"),
  every("0,15,30,45 * * * *"),
  every("5-59/15 * * * *"),
  every("0 3 * * 1-5"),
  every("30 2 1 * *"),
  every("0 0 29 2 *"),
  every("0 6 * JAN-JUN MON"),
  { title: "a worker in the place of the cron job", config: { "services.scheduler.continuous.active": true } },
  { title: "a scheduler at rest", config: { "services.scheduler.suspended": true } },
  { title: "a scheduler at rest in an incident", config: { "services.scheduler.suspended": true, incident } },
  { title: "--once at the end", config: { "services.scheduler.startCommand": `${script} --min-events 5 --once` } },
  {
    title: "a scheduled command that is no scheduler",
    config: { "services.scheduler.startCommand": "python scripts/send_digest.py --limit 100" },
  },
  {
    title: "a worker that runs another script",
    config: { "services.worker.startCommand": "python scripts/worker.py --interval-seconds 5" },
  },
  { title: "no scheduler", config: { "services.scheduler": undefined } },
  {
    title: "a call of the API by the clock",
    config: { "services.scheduler.startCommand": "curl -fsS https://app.twin-brains.example/api/cron" },
  },
  {
    title: "the scheduler as a module",
    config: { "services.scheduler.startCommand": "python -m scripts.run_feedback_learning_scheduler --once" },
  },
  { title: "the scheduler with less priority", config: { "services.scheduler.startCommand": `nice ${script} --once` } },
];
