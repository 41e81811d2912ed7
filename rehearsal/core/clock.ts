/** Years of more than four digits are written differently, and few programs read them. */
const end = Date.parse("9999-12-31T23:59:59Z");

/** The world's time. It runs with the machine's and can be advanced; only a world that is restored goes back in time. */
export class Clock {
  #offsetMs = 0;
  readonly #listeners: ((offsetMs: number) => void)[] = [];

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** By how much it is ahead of the machine's; below 0 in a world that was put back to an earlier time. */
  get advancedMs(): number {
    return this.#offsetMs;
  }

  /** Puts the time back to what it was in a world that is restored, from where it goes on. */
  restore(ms: number): void {
    this.#offsetMs = ms - Date.now();
    for (const listener of this.#listeners) listener(this.#offsetMs);
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`The clock can only be advanced: expected ms >= 0, got ${ms}`);
    if (this.now().getTime() + ms > end) throw new RangeError("The clock cannot be advanced beyond the year 9999");
    this.#offsetMs += ms;
    for (const listener of this.#listeners) listener(this.#offsetMs);
  }

  /** Calls with the milliseconds by which this clock is ahead of the machine's: now, and at every change. */
  onAdvance(listener: (offsetMs: number) => void): void {
    listener(this.#offsetMs);
    this.#listeners.push(listener);
  }
}
