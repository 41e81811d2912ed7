import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { scheduledCommands } from "../subjects/scheduled-commands.ts";

/** Two of them learn from the same feedback twice (S1.13). */
export const disallowContinuousTwin = rule({
  name: "disallow-continuous-twin",
  description: "No worker runs the program of a cron job beside it: one of the two is suspended or not there.",
  requirements: ["S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, twins }, stack, violation) {
    for (const twin of twins)
      violation(
        `${name}: the worker ${twin} runs the same program without an end; expected only one of them to run`,
        `pulumi config set --path cutover:services.scheduler.suspended true${onStack(stack)}`,
      );
  },
});
