import { rule } from "../rule.ts";
import { queueUsers } from "../subjects/queue-users.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { setVariable } from "./set-variable.ts";

/** A worker on another queue than the API looks healthy, and never gets a job (S1.6). */
export const requireSharedQueue = rule({
  name: "require-shared-queue",
  description:
    "REDIS_URL is set on API, worker and scheduler, is the same on all of them, and is the stack's own queue.",
  requirements: ["S1.6"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: queueUsers,

  judge({ name, role, address, first, queue }, stack, violation) {
    if (!first && !queue) return;
    const side = stack.env[role]?.REDIS_URL === undefined ? "backend" : role;
    const fix = setVariable(stack, side, "REDIS_URL", queue ? { output: "queue.url" } : "secret");

    if (address === null || address === "") {
      const whose = queue ? `that of ${queue.name}` : `the one of ${first?.name}`;
      violation(`${name}: REDIS_URL is not set; expected ${whose}`, fix);
    } else if (queue && !same(address, queue.address)) {
      violation(`${name}: REDIS_URL is not the address of ${queue.name}, the queue of this stack`, fix);
    } else if (first && !same(address, first.address)) {
      violation(`${name}: REDIS_URL is another one than that of ${first.name}; expected one queue for both`, fix);
    }
  },
});

/** What a preview cannot know is told apart by what it follows from. */
const same = (one: Plain, other: Plain) =>
  one instanceof Unknown && other instanceof Unknown ? one.until === other.until : one === other;
