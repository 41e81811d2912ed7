/** The world's time. It runs with the machine's and can be advanced, never set back. */
export class Clock {
  #offsetMs = 0;
  readonly #listeners: ((offsetMs: number) => void)[] = [];

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** By how much it is ahead of the machine's. */
  get advancedMs(): number {
    return this.#offsetMs;
  }

  /** Puts the time back to what it was in a world that is restored. */
  restore(advancedMs: number): void {
    this.#offsetMs = advancedMs;
    for (const listener of this.#listeners) listener(this.#offsetMs);
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`The clock can only be advanced: expected ms >= 0, got ${ms}`);
    this.#offsetMs += ms;
    for (const listener of this.#listeners) listener(this.#offsetMs);
  }

  /** Calls with the milliseconds by which this clock is ahead of the machine's: now, and at every change. */
  onAdvance(listener: (offsetMs: number) => void): void {
    listener(this.#offsetMs);
    this.#listeners.push(listener);
  }
}
