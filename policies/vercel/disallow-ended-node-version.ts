import { setKey } from "../config-command.ts";
import { dayCount } from "../days-left.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { nodeUsers } from "../subjects/node-users.ts";
import { known } from "../unknown.ts";
import { endOf, NEWEST_AT_VERCEL } from "./node-releases.ts";

const SOON_DAYS = 90;

/** Advice, because a change of the runtime is a piece of work of its own, and no part of this release (S1.8). */
export const disallowEndedNodeVersion = rule({
  name: "disallow-ended-node-version",
  description: `The Vercel project's Node version gets security fixes, and will for another ${SOON_DAYS} days.`,
  reason:
    "After a release's last day, holes in Node and in the OpenSSL inside of it stay open. Vercel stops building with such a version some months later: then a rollback can no longer be built, on the day it is needed.",
  pages: [
    "https://nodejs.org/en/about/previous-releases",
    "https://vercel.com/docs/functions/runtimes/node-js/node-js-versions",
  ],
  requirements: ["S1.8"],
  severity: "medium",
  level: "advisory",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: nodeUsers,

  judge({ name, nodeVersion }, stack, violation) {
    if (stack.goingDown) return;
    const version = known(nodeVersion, "nodeVersion");
    const end = typeof version === "string" ? endOf(version, stack.now) : undefined;
    if (typeof version !== "string" || !end || end.daysLeft > SOON_DAYS) return;
    const what =
      end.daysLeft < 0
        ? `has had no security fixes since ${end.day}`
        : `gets its last security fixes on ${end.day}, ${end.daysLeft === 0 ? "today" : `in ${dayCount(end.daysLeft)}`}`;
    const set = (key: string) => setKey(stack, `cutover:frontend.${key}`, NEWEST_AT_VERCEL);
    violation(
      `${name}: Node ${show(version)} ${what}; expected a version that is maintained, such as ${NEWEST_AT_VERCEL}`,
      `${set("engines")} && ${set("nodeVersion")}`,
      "cutover:frontend.nodeVersion",
    );
  },
});
