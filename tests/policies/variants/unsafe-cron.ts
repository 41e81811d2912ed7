import type { UnsafeVariant } from "./variant.ts";

const script = "python scripts/run_feedback_learning_scheduler.py";
const incident = { reason: "feedback learning writes wrong facts", until: "2026-11-22T06:00:00Z" };

const often = (schedule: string): UnsafeVariant => ({
  title: `a schedule of ${schedule}`,
  config: { "services.scheduler.schedule": schedule },
  rule: "limit-schedule",
});
const invalid = (title: string, schedule: string): UnsafeVariant => ({
  title: `a schedule ${title}`,
  resources: { "CronJob scheduler": { schedule } },
  rule: "require-valid-schedule",
});
const endless = (title: string, startCommand: string): UnsafeVariant => ({
  title: `a scheduled command ${title}`,
  config: { "services.scheduler.startCommand": startCommand },
  rule: "require-ending-command",
});

export const unsafeCron: readonly UnsafeVariant[] = [
  often("* * * * *"),
  often("*/1 * * * *"),
  often("*/2 * * * *"),
  often("*/4 * * * *"),
  often("*/7 * * * *"),
  often("0-59 * * * *"),
  often("0-10 3 * * *"),
  often("0,1,30 * * * *"),
  often("59,0 * * * *"),

  invalid("with four fields", "*/15 * * *"),
  invalid("with seconds", "0 */15 * * * *"),
  invalid("by a name that Render does not know", "@hourly"),
  invalid("of a minute that does not exist", "61 * * * *"),
  invalid("of a day that never comes", "0 0 31 2 *"),
  invalid("in words", "every 15 minutes"),

  endless("without --once", `${script} --min-events 5 --limit-twins 100`),
  endless("at an interval of its own", `${script} --once --interval-seconds 900`),
  endless("that loops", `${script} --loop`),
  endless("that loops in a shell", `while true; do ${script} --once; sleep 60; done`),
  endless("that sleeps for ever", `${script} --once && sleep infinity`),
  endless("that is a scheduler itself", "celery -A app beat"),
  endless("under a watch", `watch -n 60 ${script} --once`),
  endless("with --once taken back", `${script} --once=false`),
  endless("with --once for something else", `${script} --once-per-twin`),

  {
    title: "a worker that does the scheduler's work as well",
    config: { "services.worker.startCommand": `${script} --interval-seconds 900` },
    rule: "disallow-continuous-twin",
  },
  {
    title: "the same under another path",
    config: {
      "services.worker.startCommand": "python -m scripts.run_feedback_learning_scheduler --interval-seconds 60",
    },
    rule: "disallow-continuous-twin",
  },
  {
    title: "a continuous twin while the cron job goes on",
    config: { "services.scheduler.continuous.active": true },
    resources: { "CronJob scheduler": { suspended: false } },
    rule: "disallow-continuous-twin",
  },

  { title: "a scheduler that goes on in an incident", config: { incident }, rule: "require-suspended-scheduler" },
  {
    title: "a continuous twin that goes on in an incident",
    config: { incident, "services.scheduler.continuous.active": true },
    rule: "require-suspended-scheduler",
  },
];
