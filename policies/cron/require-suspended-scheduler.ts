import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { scheduledCommands } from "../subjects/scheduled-commands.ts";

/** During an incident the scheduler must not go on writing what may be wrong (S1.13, S1.14). */
export const requireSuspendedScheduler = rule({
  name: "require-suspended-scheduler",
  description: "While an incident is declared, cron jobs and their continuous twins are suspended.",
  reason:
    "What the scheduler writes during an incident has to be found and taken back afterwards: it learns from broken answers, and publishes them. Whoever declares an incident has other things to think of, so the change that declares it also stops the scheduler.",
  pages: ["https://render.com/docs/cronjobs", "https://sre.google/sre-book/managing-incidents/"],
  requirements: ["S1.13", "S1.14"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, runs, twins }, stack, violation) {
    if (!stack.incident || stack.goingDown) return;
    const until = stack.incident.until.toISOString();
    const suspend = setKey(stack, "cutover:services.scheduler.suspended", true);
    if (runs)
      violation(
        `${name}: is not suspended during the incident that is declared until ${until}; expected it to rest`,
        suspend,
        "cutover:services.scheduler.suspended",
      );
    // While both run, disallow-continuous-twin speaks of the other one.
    for (const twin of runs ? [] : twins)
      violation(
        `${name}: ${twin} goes on in its place during the incident that is declared until ${until}; expected both to rest`,
        `${setKey(stack, "cutover:services.scheduler.continuous.active", false)} && ${suspend}`,
        "cutover:services.scheduler.continuous.active",
      );
  },
});
