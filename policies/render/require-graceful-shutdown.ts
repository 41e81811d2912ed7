import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { backgroundWorkers } from "../subjects/render-services.ts";
import { serviceKey } from "./service-key.ts";
import { textOf } from "./text-of.ts";

/** What Render gives an instance that says nothing. */
const DEFAULT_SECONDS = 30;
const LEAST_SECONDS = 60;
const MOST_SECONDS = 300;

/** A deploy stops the worker in the middle of what it does. */
export const requireGracefulShutdown = rule({
  name: "require-graceful-shutdown",
  description: "A worker in production has the time to finish its job when a deploy stops it.",
  reason:
    "Each deploy tells the old worker to stop and kills it 30 seconds later unless it asked for more. A job that takes longer is cut off half done: it is lost, or done a second time. Up to five minutes can be had.",
  pages: ["https://render.com/docs/deploys"],
  requirements: ["S1.1", "S1.12"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: backgroundWorkers,

  judge({ name, section, continuous, inputs }, stack, violation) {
    // The scheduler's rounds are made to be repeated, so a round that is cut off is made again.
    if (!stack.production || continuous) return;
    const said = textOf(inputs.maxShutdownDelaySeconds, "maxShutdownDelaySeconds");
    if (!(Number(said) >= LEAST_SECONDS))
      violation(
        `${name}: maxShutdownDelaySeconds is ${said === "" ? `not set, so it is ${DEFAULT_SECONDS}` : said}; expected ${LEAST_SECONDS} to ${MOST_SECONDS}, as long as its longest job takes`,
        setKey(stack, serviceKey(section, "maxShutdownDelaySeconds"), MOST_SECONDS),
        serviceKey(section, "maxShutdownDelaySeconds"),
      );
  },
});
