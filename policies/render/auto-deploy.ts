import type { PlainRecord } from "../unknown.ts";
import { textOf, wordOf } from "./text-of.ts";

const TRIGGERS = ["off", "commit", "checksPass"];

/** What makes Render deploy by itself: `off`, `commit` or `checksPass`. The provider leaves it off where it is not said. */
export function autoDeployOf({ autoDeployTrigger, autoDeploy }: PlainRecord): string {
  const trigger = textOf(autoDeployTrigger, "autoDeployTrigger");
  if (trigger !== "") return TRIGGERS.find((one) => one.toLowerCase() === trigger.toLowerCase()) ?? trigger;
  // Render's older name for it, which knows commits only.
  return /^(?:yes|true)$/.test(wordOf(autoDeploy, "autoDeploy")) ? "commit" : "off";
}
