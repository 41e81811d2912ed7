import { setTimeout as wait } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { EngineLog } from "./engine-log.ts";
import { watchEngine } from "./engine-watch.ts";
import { CallFailed, failure } from "./status.ts";
import type { WireRecord } from "./wire.ts";

/** How long a cancelled call may take to say what it left behind before it is answered without it. */
const defaultGraceMs = 5_000;

const cancelled = "the operation was cancelled";

/** What one call needs to be run: its limit and what stops it from outside. */
export interface Limits {
  /** What is being done, for messages: `create of api`. */
  readonly doing: string;
  /** Seconds; 0 means no limit. */
  readonly timeoutSeconds?: number;
  /** Aborted when the engine gives up this one call. */
  readonly abandoned?: AbortSignal;
}

/** One engine's connection: its log, configuration, client and cancellation, which no other engine shares. */
export class Session<Client> {
  #log = new EngineLog(undefined);
  #address: string | undefined;
  #unwatch = (): void => {};
  readonly #stop = new AbortController();
  readonly #graceMs: number;
  readonly #onGone: () => void;
  #client: Promise<Client> | undefined;
  /** What Configure was given, as it arrived. */
  config: WireRecord = {};

  constructor({ graceMs = defaultGraceMs, onGone = () => {} }: { graceMs?: number; onGone?: () => void } = {}) {
    this.#graceMs = graceMs;
    this.#onGone = onGone;
  }

  get log(): EngineLog {
    return this.#log;
  }

  /** Speaks to the engine at this address from now on, and ends with it. */
  attach(address: string): void {
    if (address === "" || address === this.#address) return;
    this.#unwatch();
    this.#log.close();
    this.#address = address;
    this.#log = new EngineLog(address);
    this.#unwatch = watchEngine(address, () => {
      this.close();
      this.#onGone();
    });
  }

  /** The client, made by `make` when a call first needs it and then kept. */
  client(make: () => Promise<Client> | Client): Promise<Client> {
    this.#client ??= Promise.resolve().then(make);
    return this.#client;
  }

  /** Aborts what runs and refuses what comes. */
  cancel(): void {
    this.#stop.abort(new Error(cancelled));
  }

  close(): void {
    this.cancel();
    this.#unwatch();
    this.#log.close();
  }

  /**
   * Runs one call with a signal that is aborted by Cancel, the engine's end, its time limit or its being given up.
   * A call that does not stop by itself then is answered without its result after a grace period.
   */
  async run<Result>(limits: Limits, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { doing, timeoutSeconds = 0, abandoned } = limits;
    if (this.#stop.signal.aborted) throw new CallFailed(failure(status.CANCELLED, `${doing} refused: ${cancelled}`));

    const end = new AbortController();
    const overdue = `${doing} did not finish within ${timeoutSeconds} s (the resource option customTimeouts allows more)`;
    const timer = timeoutSeconds > 0 && setTimeout(() => end.abort(new Error(overdue)), timeoutSeconds * 1000);
    const signal = AbortSignal.any([this.#stop.signal, end.signal, ...(abandoned ? [abandoned] : [])]);
    // Unknown: the engine keeps a note that a create may have left something behind.
    const failed = (more = ""): CallFailed =>
      new CallFailed(failure(status.UNKNOWN, `${end.signal.aborted ? overdue : `${doing} was cancelled`}${more}`));
    try {
      const running = call(signal).catch((error: unknown) => {
        throw signal.aborted && isAbort(error, signal) ? failed() : error;
      });
      return await Promise.race([running, this.#afterGrace(signal, failed)]);
    } finally {
      if (timer) clearTimeout(timer);
      await this.#log.flushed();
    }
  }

  /** Rejects when the grace period after an abort is over; settles at no other time. */
  #afterGrace(signal: AbortSignal, failed: (more: string) => CallFailed): Promise<never> {
    return new Promise((_resolve, reject) => {
      const expire = (): void => {
        const more = "; it did not stop when told, so look at what it left behind before you run this again";
        void wait(this.#graceMs, undefined, { ref: false }).then(() => reject(failed(more)));
      };
      if (signal.aborted) expire();
      else signal.addEventListener("abort", expire, { once: true });
    });
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  return error.name === "AbortError" || error.name === "TimeoutError" || error.cause === signal.reason;
}
