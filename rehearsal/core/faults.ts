import { z } from "zod";

// `METHOD /path`, a prefix of the calls that are meant unless it ends with `$`; `*` is any method, or any text within one
// part of the path: `POST /v1/services/*/deploys$`.
const call = z.string().regex(/^(\*|[A-Z]+) \//, "expected METHOD /path, such as GET /v1/services/*/deploys");
/** Name of the service or project whose deploy is meant. */
const deployed = z.string().min(1);
/** How often it hits; default 1. */
const times = z.int().positive().exactOptional();
const status = z.int().min(400).max(599).exactOptional();
const delayMs = z.int().positive();

/** A failure that a rehearsal asks a vendor's emulator for: plain data. It is used up by the requests or deploys it hits. */
export const Fault = z.discriminatedUnion("kind", [
  /** The request is refused, with 500 unless another status is asked for; 429 comes with the vendor's headers. */
  z.strictObject({
    kind: z.literal("status"),
    at: call,
    status,
    retryAfterSeconds: z.int().nonnegative().exactOptional(),
    times,
  }),
  /** The request takes effect, but its answer is lost on the way: a gateway answers instead. */
  z.strictObject({ kind: z.literal("lost"), at: call, status, times }),
  /** The connection is reset, before the request takes effect (the default) or after. */
  z.strictObject({ kind: z.literal("reset"), at: call, when: z.enum(["before", "after"]).exactOptional(), times }),
  /** The request takes effect, but its answer ends in the middle of its JSON. */
  z.strictObject({ kind: z.literal("truncated"), at: call, times }),
  /** The answer is held back; 1 s unless it says for how long. */
  z.strictObject({ kind: z.literal("slow"), at: call, delayMs: delayMs.exactOptional(), times }),
  /**
   * A deploy ends in this state, such as `build_failed`, `pre_deploy_failed`, `update_failed`, `canceled`, or `ERROR` at
   * Vercel; `unhealthy` at Render: its health check never passes.
   */
  z.strictObject({ kind: z.literal("deploy"), at: deployed, state: z.string().min(1).exactOptional(), times }),
  /** A deploy at Render takes this much longer, in its build (the default) or waiting in the queue. */
  z.strictObject({
    kind: z.literal("slow-deploy"),
    at: deployed,
    delayMs,
    phase: z.enum(["queued", "build"]).exactOptional(),
    times,
  }),
]);
export type Fault = z.infer<typeof Fault>;
type Kind = Fault["kind"];

/** The faults that wait to be used, in the order they were asked for. */
export class Faults {
  readonly #left: { fault: Fault; times: number }[] = [];

  add(fault: Fault): void {
    this.#left.push({ fault, times: fault.times ?? 1 });
  }

  /** Those that have not been used up; `times` is how often each still hits. */
  list(): Fault[] {
    return this.#left.map(({ fault, times }) => ({ ...fault, times }));
  }

  clear(): void {
    this.#left.length = 0;
  }

  /** The next fault of this kind for a call (`METHOD /path`) or for the name of what is deployed, used up. */
  take<K extends Kind>(kind: K, at: string): Extract<Fault, { kind: K }> | undefined {
    const index = this.#left.findIndex(({ fault }) => fault.kind === kind && hits(fault, at));
    const entry = this.#left[index];
    if (!entry) return undefined;
    entry.times -= 1;
    if (entry.times <= 0) this.#left.splice(index, 1);
    return entry.fault as Extract<Fault, { kind: K }>;
  }
}

function hits({ kind, at }: Fault, asked: string): boolean {
  if (kind === "deploy" || kind === "slow-deploy") return at === asked;
  const whole = at.endsWith("$");
  const text = whole ? at.slice(0, -1) : at;
  const pattern = text.split("*").map(RegExp.escape).join("[^/ ]*");
  return new RegExp(`^${pattern}${whole ? "$" : ""}`).test(asked);
}
