/** Failures that a rehearsal asks a vendor's emulator for. Each is used up by the requests or deploys it hits. */
export interface Fault {
  /** `status`: the request is refused; `lost`: it takes effect, but its answer is lost; `slow`; `deploy`: a deploy fails. */
  readonly kind: "status" | "lost" | "slow" | "deploy";
  /** `METHOD /path` prefix the fault applies to, e.g. `POST /v1/services`; for `deploy` a service or project name. */
  readonly at: string;
  /** For `status` and `lost`: the HTTP status. */
  readonly status?: number;
  /** For `slow`: how long the answer is held back. */
  readonly delayMs?: number;
  /** For `deploy`: the failing state, e.g. `build_failed` or `ERROR`. */
  readonly state?: string;
  /** How often; default 1. */
  readonly times?: number;
}

export class Faults {
  readonly #left: { fault: Fault; times: number }[] = [];

  inject(fault: Fault): void {
    this.#left.push({ fault, times: fault.times ?? 1 });
  }

  /** The next fault of this kind for this place, used up. A deploy's name must be equal; a call need only begin so. */
  take(kind: Fault["kind"], at: string): Fault | undefined {
    const hits = ({ fault }: { fault: Fault }) =>
      fault.kind === kind && (kind === "deploy" ? at === fault.at : at.startsWith(fault.at));
    const index = this.#left.findIndex(hits);
    const entry = this.#left[index];
    if (!entry) return undefined;
    entry.times -= 1;
    if (entry.times <= 0) this.#left.splice(index, 1);
    return entry.fault;
  }
}
