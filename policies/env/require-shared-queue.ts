import { rule } from "../rule.ts";
import { clearTextReason } from "../secrets/clear-text.ts";
import { queueUsers } from "../subjects/queue-users.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { isLiteral } from "./declared.ts";
import { removeVariable, setSource, setVariable } from "./set-variable.ts";

/** A worker on another queue than the API looks healthy, and never gets a job (S1.6). */
export const requireSharedQueue = rule({
  name: "require-shared-queue",
  description:
    "REDIS_URL is set on API, worker and scheduler, is the same on all of them, and is the stack's own queue.",
  reason:
    "The API puts jobs into the queue and the worker takes them out. On two queues each is healthy by itself, every job is accepted, and none is done; nothing fails until users ask where their import is.",
  pages: ["https://render.com/docs/key-value"],
  requirements: ["S1.6"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: queueUsers,

  judge({ name, role, address, first, queue }, stack, violation) {
    if (!first && !queue) return;
    const declaredAs = (one: string) => stack.env[one]?.REDIS_URL;
    const others = ["api", "worker", "scheduler"].filter((one) => one !== role);
    // What one service has by itself cannot stand for all of them as well.
    const side = declaredAs(role) !== undefined || others.some(declaredAs) ? role : "backend";
    const source = declaredAs(side);
    // An address with a password in clear is the matter of disallow-clear-text-secrets.
    if (isLiteral(source) && clearTextReason("REDIS_URL", String(source)) !== undefined) return;
    const shared = first && (declaredAs(first.role) ?? declaredAs("backend"));
    const fix =
      queue || shared === undefined
        ? setVariable(stack, side, "REDIS_URL", queue ? { output: "queue.url" } : "secret")
        : [
            ...(source === undefined ? [] : [removeVariable(stack, side, "REDIS_URL")]),
            setSource(stack, side, "REDIS_URL", shared),
          ].join(" && ");

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
