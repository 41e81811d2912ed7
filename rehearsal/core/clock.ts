/** The world's time. It runs with the machine's and can be advanced, never set back. */
export class Clock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`The clock can only be advanced: expected ms >= 0, got ${ms}`);
    this.#offsetMs += ms;
  }
}
