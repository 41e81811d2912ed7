import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import { dataOf, fill } from "../../../rehearsal/snapshot/state-data.ts";

class Counter {
  count = 0;
  readonly #step = 1;
  next(): number {
    this.count += this.#step;
    return this.count;
  }
}
class State {
  readonly ids = new Counter();
  readonly services = new Map<string, { name: string; at: bigint }>();
  readonly seen = new Set<string>();
  readonly lines: string[] = [];
  counters = { requests: 0 };
  sequence = 0;
}
const through = (state: State) => deserialize(serialize(dataOf(state)));

it("brings back everything in public fields, and in those of parts", () => {
  const state = new State();
  state.ids.next();
  state.services.set("srv-1", { name: "api", at: 5n });
  state.seen.add("a");
  state.lines.push("one");
  state.counters.requests = 3;
  state.sequence = 7;

  const other = new State();
  other.services.set("srv-2", { name: "gone", at: 0n });
  fill(other, through(state));
  expect(other).toEqual(state);
  expect(other.ids.next()).toBe(2);
});

it("keeps the collections that others hold", () => {
  const state = new State();
  const { services } = state;
  fill(state, through(new State()));
  expect(state.services).toBe(services);
});

it("shares nothing with what was saved", () => {
  const state = new State();
  state.lines.push("before");
  const saved = through(state);
  state.lines.push("after");
  expect(saved.lines).toEqual(["before"]);
});

it.each([
  ["a field that this version does not have", { extra: 1 }, "extra"],
  ["a field of another kind", { services: [] }, "services"],
])("refuses %s", (_, change, name) => {
  expect(() => fill(new State(), { ...through(new State()), ...change })).toThrow(name);
});

it("refuses data that lacks a field", () => {
  const { seen: _, ...rest } = through(new State());
  expect(() => fill(new State(), rest)).toThrow("seen");
});
