import type { Clock } from "../../core/clock.ts";

/** Nanoseconds since 1970. */
export type Moment = bigint;

const perMs = 1_000_000n;
/** Further back than that no burst of lines goes: the world was put back to an earlier time. */
const putBack = 60_000n * perMs;

/**
 * Moments of the world's clock, each later than the one before, with digits below the millisecond as a real server's. When
 * the world is put back to an earlier time, they go on from there.
 */
export class Moments {
  readonly #clock: Clock;
  last: Moment = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): Moment {
    const now = BigInt(this.#clock.now().getTime()) * perMs + 123_457n;
    this.last = now > this.last || this.last - now > putBack ? now : this.last + 1_003n;
    return this.last;
  }
}

/** RFC 3339 with up to nine decimals: what Render has not stored yet, as in most of its answers to POST. */
export const nanos = (moment: Moment): string => text(moment, 9);

/** RFC 3339 with up to six decimals, as in all of Render's other answers. */
export const micros = (moment: Moment): string => text(moment, 6);

/** Reads RFC 3339 to the nanosecond; undefined when it is none. */
export function momentOf(rfc3339: string): Moment | undefined {
  const [, day, decimals = "", zone] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/i.exec(rfc3339) ?? [];
  const ms = Date.parse(`${day}${zone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * perMs + BigInt(decimals.padEnd(9, "0"));
}

/** As Go prints times: no zeros at the end of the decimals. */
function text(moment: Moment, decimals: number): string {
  const second = new Date(Number(moment / perMs)).toISOString().slice(0, 19);
  const fraction = (moment % 1_000_000_000n).toString().padStart(9, "0").slice(0, decimals).replace(/0+$/, "");
  return `${second}${fraction && `.${fraction}`}Z`;
}
