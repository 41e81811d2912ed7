import { setImmediate as macrotask } from "node:timers/promises";

/** Where an actor is killed: before or after its nth call to the outside. */
export interface Crash {
  readonly call: number;
  readonly after: boolean;
}

interface Waiting {
  readonly actor: Actor;
  run(): Promise<void>;
}

/** Who does something: an operator's command, or a scheduled run. Each call to the outside waits for its turn. */
export class Actor {
  readonly name: string;
  readonly #turns: Turns;
  readonly #crash: Crash | undefined;
  #calls = 0;
  killed = false;

  constructor(turns: Turns, name: string, crash: Crash | undefined) {
    this.#turns = turns;
    this.name = name;
    this.#crash = crash;
  }

  /** One call: nothing else happens while it runs. A killed actor's calls never come back, as those of a killed process. */
  call<Result>(run: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.killed) return;
      this.#turns.wait({
        actor: this,
        run: async () => {
          if (this.killed) return;
          this.#calls += 1;
          const dies = this.#crash?.call === this.#calls;
          if (dies && !this.#crash?.after) this.killed = true;
          if (this.killed) return;
          const answer = await Promise.try(run).then(
            (value) => () => resolve(value),
            (error: unknown) => () => reject(error),
          );
          if (dies) this.killed = true;
          else answer();
        },
      });
    });
  }
}

/** Lets actors go on one call at a time, in an order that the test chooses. */
export class Turns {
  readonly #waiting: Waiting[] = [];
  readonly #choose: () => number;

  /** @param choose a number from 0 to 1 */
  constructor(choose: () => number) {
    this.#choose = choose;
  }

  wait(call: Waiting): void {
    this.#waiting.push(call);
  }

  /** Runs these to their ends. @returns of each what it gave, its error, or `killed` */
  async all<Result>(
    doing: readonly { readonly actor: Actor; readonly done: Promise<Result> }[],
  ): Promise<Ended<Result>[]> {
    const ended: (Ended<Result> | undefined)[] = doing.map(() => undefined);
    for (const [index, { done }] of doing.entries())
      done.then(
        (value) => {
          ended[index] = { value };
        },
        (error: unknown) => {
          ended[index] = { error };
        },
      );
    const open = () => doing.some(({ actor }, index) => !ended[index] && !actor.killed);
    // Nobody is passed over because he still thinks; one who waits for something else than his turn is, in the end.
    const thinks = () =>
      doing.some(
        ({ actor }, index) => !ended[index] && !actor.killed && !this.#waiting.some((one) => one.actor === actor),
      );
    while (open()) {
      for (let patience = 50_000; patience > 0 && thinks(); patience -= 1) await macrotask();
      const next = this.#next(doing.map(({ actor }) => actor));
      if (next) await next.run();
      await macrotask();
    }
    this.#waiting.length = 0;
    return doing.map((_, index) => ended[index] ?? { killed: true });
  }

  /** The first call of the one whose turn it is. */
  #next(actors: readonly Actor[]): Waiting | undefined {
    const ready = actors.filter((actor) => this.#waiting.some((call) => call.actor === actor));
    const actor = ready[Math.floor(this.#choose() * ready.length)];
    const place = this.#waiting.findIndex((call) => call.actor === actor);
    return place < 0 ? undefined : this.#waiting.splice(place, 1)[0];
  }
}

export type Ended<Result> = { readonly value: Result } | { readonly error: unknown } | { readonly killed: true };
