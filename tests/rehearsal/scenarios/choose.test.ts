import { describe, expect, it } from "vitest";
import { choose, listed } from "../../../rehearsal/scenarios/choose.ts";
import { climb } from "../../../rehearsal/scenarios/climb.ts";
import { scenarios } from "../../../rehearsal/scenarios/scenarios.ts";

const told = (...names: string[]) =>
  choose(names).chapters.map(({ title, steps }) => ({ title, steps: steps.map((step) => step.title) }));
const stepsTo = (stage: string) =>
  climb
    .slice(0, climb.findIndex(({ reaches }) => reaches === stage) + 1)
    .flatMap(({ steps }) => steps.map(({ title }) => title));
const own = (name: string) => scenarios.find((one) => one.name === name)?.steps.map(({ title }) => title) ?? [];

describe("what is told", () => {
  it("is the story where no scenario is asked for", () => {
    expect(told()).toMatchObject([
      { title: undefined, steps: expect.arrayContaining(["Destroy leaves the world empty"]) },
    ]);
  });

  it("is the way up to where a single scenario begins, and then the scenario, without putting anything away", () => {
    expect(told("drift")).toEqual([{ title: "drift", steps: [...stepsTo("six hours at 10 %"), ...own("drift")] }]);
    expect(told("happy-path")).toEqual([{ title: "happy-path", steps: stepsTo("retired") }]);
  });

  it("climbs once for several, and each has the world back with which it begins", () => {
    const [way, second, first] = told("legacy-call", "drift");
    expect(way?.steps.filter((title) => title.startsWith("Put this world away"))).toEqual([
      "Put this world away: six hours at 10 %",
      "Put this world away: a week at 100 %",
    ]);
    expect(first).toEqual({
      title: "legacy-call",
      steps: ["Begin with the world a week at 100 %", ...own("legacy-call")],
    });
    expect(second?.steps[0]).toBe("Begin with the world six hours at 10 %");
  });

  it("climbs to the end when all are told, and tells every scenario once", () => {
    const all = told("all");
    expect(all.map(({ title }) => title)).toEqual(scenarios.map(({ name }) => name));
    expect(all[0]?.steps).toEqual(expect.arrayContaining(own("happy-path")));
  });

  it("is nothing where a name is not known; the one that was meant is named", () => {
    expect(choose(["drift", "happy-pat"])).toEqual({
      chapters: [],
      worlds: 0,
      unknown: "there is no scenario happy-pat. Did you mean happy-path? --list names all of them",
    });
  });
});

it("lists every scenario on one line, and as JSON", () => {
  expect(listed(false).trimEnd().split("\n")).toHaveLength(scenarios.length);
  for (const line of listed(false).trimEnd().split("\n")) expect(line).toMatch(/^[a-z-]+ {2,}\S/);
  expect(JSON.parse(listed(true))).toEqual(scenarios.map(({ name, summary }) => ({ name, summary })));
});

it("has a name of its own for each scenario", () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
