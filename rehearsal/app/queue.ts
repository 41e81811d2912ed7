import { connect } from "node:net";
import { AbstractConnector, Redis } from "ioredis";
import type { AppRuntime } from "./runtime.ts";

/** The list that jobs wait in. */
const list = "feedback-learning:jobs";

/** What a program that cannot do without the queue gives it at start. */
const [attempts, answerMs] = [4, 15_000];

/** The queue of learning jobs, a list in the key value store that `REDIS_URL` names. */
export interface Queue {
  /** Rejects when the store is not reached after some attempts. */
  push(jobId: string): Promise<void>;
  /** The oldest job, or undefined when none came in time or the store is away. */
  pop(withinSeconds: number): Promise<string | undefined>;
  /** Resolves once the store answers; rejects with the reason when it does not after some attempts. */
  reached(): Promise<void>;
  close(): void;
}

/** Connects at first use, and again with growing pauses whenever the connection is lost. */
export function connectQueue({ env, portOf, log }: Pick<AppRuntime, "env" | "portOf" | "log">): Queue | undefined {
  if (!env.REDIS_URL) return undefined;
  const url = new URL(env.REDIS_URL);
  const redis = new Redis(env.REDIS_URL, {
    lazyConnect: true,
    maxRetriesPerRequest: 3,
    retryStrategy: (times) => Math.min(50 * 2 ** times, 1000),
    Connector: class extends AbstractConnector {
      constructor() {
        super(1000);
      }
      override connect() {
        const port = portOf(url.hostname);
        const unknown = port === undefined ? new Error(`getaddrinfo ENOTFOUND ${url.hostname}`) : null;
        this.connecting = true;
        this.stream = connect({
          host: url.hostname,
          port: port ?? 6379,
          family: 4,
          lookup: (_host, _options, found) => found(unknown, "127.0.0.1", 4),
        });
        this.stream.once("error", (error: Error) => {
          this.firstError = error;
        });
        return Promise.resolve(this.stream);
      }
    },
  });
  let lost = false;
  redis.on("error", (error: Error) => {
    if (!lost) log(`WARNING: queue: ${error.message}; trying again`);
    lost = true;
  });
  redis.on("ready", () => {
    if (lost) log("INFO: queue: connected again");
    lost = false;
  });

  // A client that is closed while it waits to connect again would never settle what it was asked.
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => {});
  const answered = <T>(asked: Promise<T>): Promise<T> => Promise.race([asked, closed.promise]);

  return {
    push: async (jobId) => void (await answered(redis.lpush(list, jobId))),
    pop: async (withinSeconds) => {
      const popped = await answered(redis.brpop(list, withinSeconds)).catch((error: Error) => {
        if (error.name === "MaxRetriesPerRequestError") return null;
        throw error;
      });
      return popped?.[1];
    },
    reached: async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let failures = 0;
      const failed = (error: Error) => ++failures === attempts && reject(error);
      const timer = setTimeout(() => reject(new Error("the queue does not answer")), answerMs);
      redis.on("error", failed).once("ready", resolve);
      // The first attempt may fail and a later one, by the retry strategy, succeed.
      redis.connect().catch(() => {});
      await answered(promise).finally(() => {
        clearTimeout(timer);
        redis.off("error", failed).off("ready", resolve);
      });
    },
    close: () => {
      redis.disconnect();
      closed.reject(new Error("the connection to the queue was closed"));
    },
  };
}
