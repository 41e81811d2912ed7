import { removeKey, setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { releases } from "../subjects/changed-things.ts";
import { DeployWindows, describeWindows, isOpen, localTime } from "./windows.ts";

/** Advice unless the stack says otherwise: time must not stand in the way of a repair (S0.10). */
export const limitToDeployWindows = rule({
  name: "limit-to-deploy-windows",
  description: "Changes go out in the stack's deploy windows, or say why they do not.",
  reason:
    "A release at peak meets the most users with the least tested version, and one on a Friday evening breaks when nobody is there to see it. Whoever has to release then gives the reason, which stands in the change for the others to read.",
  pages: ["https://sre.google/sre-book/release-engineering/", "https://www.iana.org/time-zones"],
  requirements: ["S0.10"],
  severity: "medium",
  level: "advisory",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: releases,

  judge({ name, things }, stack, violation, notice) {
    const declared = stack.section("deployWindows");
    // What changes nothing is no release, wherever it can be seen that it changes nothing.
    if (declared === undefined || stack.goingDown || things?.length === 0) return;
    const windows = DeployWindows.parse(declared);
    const time = localTime(stack.now, windows.timeZone);
    const open = isOpen(windows, time);
    const reason = windows.except?.trim();
    const remove = removeKey(stack, "cutover:deployWindows.except");
    if (reason)
      notice(
        open
          ? `${name}: its window is open, and an exception still stands in its configuration: ${show(reason)}`
          : `${name}: goes out on ${time.day} ${time.time}, outside of its windows: ${show(reason)}`,
        open ? remove : `${remove} (with the next change)`,
        "cutover:deployWindows.except",
      );
    else if (!open)
      violation(
        `${name}: it is ${time.day} ${time.time} in ${windows.timeZone}; expected a deploy in a window: ${describeWindows(windows)}`,
        setKey(stack, "cutover:deployWindows.except", "WHY IT CANNOT WAIT"),
        "cutover:deployWindows",
      );
  },
});
