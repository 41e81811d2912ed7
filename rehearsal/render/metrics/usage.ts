import type { AppTraits } from "../../core/git.ts";
import type { Moment } from "../entities/moment.ts";
import type { Service } from "../entities/service.ts";
import type { RenderState } from "../entities/state.ts";
import type { Visit } from "../entities/traffic.ts";
import { instanceType } from "./instance-types.ts";
import type { Bucket } from "./time-series.ts";

/** Requests of some services in a stretch of time. */
export const visitsIn = (traffic: readonly Visit[], { start, end }: Bucket): Visit[] =>
  traffic.filter(({ at }) => at >= start && at < end);

const nanosOfADay = 86_400e9;

/** What one service uses: read once, so that a chart of a thousand buckets looks at each request only once. */
export class Usage {
  readonly #service: Service;
  readonly #now: Moment;
  /** Moments of its requests, oldest first. */
  readonly #requests: readonly Moment[];
  /** When each of its deploys went live, oldest first, and how the app of its commit is. */
  readonly #lives: readonly { readonly at: Moment; readonly app: AppTraits }[];

  constructor(state: RenderState, service: Service) {
    this.#service = service;
    this.#now = state.moments.next();
    this.#requests = state.traffic.flatMap(({ serviceId, at }) => (serviceId === service.id ? [at] : []));
    this.#lives = state
      .deploysOf(service.id)
      .flatMap(({ commit: { app }, history }) =>
        history.flatMap(({ status, at }) => (status === "live" ? { at, app } : [])),
      )
      .sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** A service has an instance from its first live deploy on, and none while it is suspended. */
  isUp({ start, end }: Bucket): boolean {
    const { suspended, updatedAt } = this.#service;
    const since = this.#lives[0]?.at;
    return start <= this.#now && since !== undefined && since < end && !(suspended && end > updatedAt);
  }

  /** CPUs in use: a little for being up, and 20 ms of one for each request. */
  cpu(bucket: Bucket): number | undefined {
    if (!this.isUp(bucket)) return undefined;
    const seconds = Number(bucket.end - bucket.start) / 1e9;
    const { cpu } = instanceType(this.#service.settings.plan);
    return Math.min(cpu, 0.005 + (this.#requestsIn(bucket) * 0.02) / seconds);
  }

  /** Bytes in use: a fifth for being up, 64 kB for each request of the stretch, and what the commit never gives back. */
  memory(bucket: Bucket): number | undefined {
    if (!this.isUp(bucket)) return undefined;
    const { memory } = instanceType(this.#service.settings.plan);
    return Math.min(memory, memory / 5 + this.#requestsIn(bucket) * 65_536 + memory * this.#leaked(bucket));
  }

  /** What a commit whose memory grows has kept since its deploy went live: a share of all. A new deploy begins at 0. */
  #leaked({ start }: Bucket): number {
    const serving = this.#lives.findLast(({ at }) => at <= start);
    const growth = serving?.app.memoryGrowth ?? 0;
    return serving ? ((growth / 100) * Number(start - serving.at)) / nanosOfADay : 0;
  }

  #requestsIn({ start, end }: Bucket): number {
    return firstAt(this.#requests, end) - firstAt(this.#requests, start);
  }
}

/** Index of the first moment that is not before the given one. */
function firstAt(moments: readonly Moment[], from: Moment): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value below which the share `quantile` of all is. */
export function quantileOf(values: readonly number[], quantile: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
}
