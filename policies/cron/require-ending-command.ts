import { rule } from "../rule.ts";
import { programOf, scheduledCommands } from "../subjects/scheduled-commands.ts";
import { known } from "../unknown.ts";

/** A run that does not end keeps the next one from starting, until Render stops it after twelve hours (S1.13). */
export const requireEndingCommand = rule({
  name: "require-ending-command",
  description:
    "A cron job's command ends by itself: a scheduler runs --once, and nothing runs at an interval of its own.",
  requirements: ["S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, command }, { stack }, violation) {
    const given = known(command, "startCommand");
    if (typeof given !== "string") return;
    const goesOn = /(?:^|\s)(--(?:interval|loop|forever|daemon|watch)[\w-]*)/.exec(given)?.[1];
    const needsOnce = /schedul/i.test(programOf(given) ?? "") && !/(?:^|\s)--once(?:\s|$)/.test(given);
    const where = `edit cutover:services.scheduler.startCommand${stack ? ` in Pulumi.${stack}.yaml` : ""}`;
    if (goesOn) {
      violation(
        `${name}: the command has ${goesOn}, so that a run never ends; expected --once`,
        `${where}: ${goesOn} away`,
      );
    } else if (needsOnce) {
      violation(
        `${name}: the command has no --once, so that a run never ends; expected --once`,
        `${where}: add --once`,
      );
    }
  },
});
