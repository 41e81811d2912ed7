import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { scheduledCommands } from "../subjects/scheduled-commands.ts";

/** Two of them learn from the same feedback twice (S1.13). */
export const disallowContinuousTwin = rule({
  name: "disallow-continuous-twin",
  description: "No worker runs the program of a cron job beside it: one of the two is suspended or not there.",
  reason:
    "A scheduler that runs both by the clock and without an end takes the same events twice: two runs learn from the same feedback at once, and what they write does not agree. Nothing fails, so that it only shows in the data.",
  pages: ["https://render.com/docs/cronjobs", "https://render.com/docs/background-workers"],
  requirements: ["S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, runs, twins }, stack, violation) {
    if (!runs) return;
    for (const twin of twins)
      violation(
        `${name}: the worker ${twin} runs the same program without an end; expected only one of them to run`,
        setKey(stack, "cutover:services.scheduler.suspended", true),
        "cutover:services.scheduler.suspended",
      );
  },
});
