import { describe, expect, it } from "vitest";
import { gateSets } from "../../config/rollout/gate-set.ts";
import { stackConfig } from "../../config/schema.ts";
import { declarationOf } from "../../release/gate-sets/declaration.ts";
import { stepsOf } from "../../release/ladder/steps.ts";
import { committed } from "./baseline.ts";

/** The declared rollout of a committed stack, with its sets replaced by what is in them. */
function rolloutOf(stack: string) {
  const { rollout } = stackConfig.parse({ ...committed(stack), secrets: {} });
  if (!rollout) throw new Error("The committed stacks have a rollout");
  return declarationOf(rollout);
}

const prod = rolloutOf("prod");
const steps = stepsOf(prod);
const gatesAt = (name: string) => steps.find((step) => step.name === name)?.gates ?? [];
const gateNamed = (name: string) => prod.gates.find((gate) => gate.name === name);

const LEGACY_CALLS = ["old endpoint rests for a day", "old endpoint rests for a week"];

describe("the rollout of production", () => {
  it("S2.2 climbs 0, 10, 50, 100, deprecated, removed, retired, each with its dwell", () => {
    const HOUR_MS = 3_600_000;
    expect(steps.map(({ name, dwellMs }) => [name, dwellMs / HOUR_MS])).toEqual([
      ["0 %", 0],
      ["10 %", 24],
      ["50 %", 48],
      ["100 %", 168],
      ["deprecated", 168],
      ["removed", 168],
      ["retired", 0],
    ]);
  });

  it("S2.1 begins with a healthy backend and an old endpoint that announces its end, and with nothing else", () => {
    expect(gatesAt("0 %")).toEqual(["backend is healthy", "old endpoint announces its end"]);
    expect(gateNamed("old endpoint announces its end")?.http?.expect).toMatchObject({
      headers: { deprecation: "true", sunset: expect.stringMatching(/GMT$/) },
    });
  });

  it("S2.5 records evidence when the runbook says so", () => {
    const schedules = prod.ladder.map(({ checkpoints }) => checkpoints);
    expect(schedules).toEqual([
      [],
      [{ at: ["PT1H", "PT6H"], gates: ["success rate", "durations", "traffic"] }, { at: ["PT24H"] }],
      [{ every: "PT12H" }],
      [
        { every: "P1D", gates: ["success rate", "stuck imports", LEGACY_CALLS[0]] },
        { every: "P3D", gates: ["durations"] },
      ],
    ]);
  });

  it("S2.4 S2.6 S2.7 opens each step by imports, complaints, crashes, resources and the observed share", () => {
    const always = ["no complaints", "no crash", "memory is steady", "cpu is steady", "backend is healthy", "routing"];
    for (const step of ["10 %", "50 %", "100 %", "deprecated", "removed"])
      expect(gatesAt(step)).toEqual(expect.arrayContaining(always));
    for (const step of ["50 %", "100 %", "deprecated", "removed"])
      expect(gatesAt(step)).toEqual(expect.arrayContaining([...gateSets["full-pass"].gates]));
  });

  it("S2.8 asks for silence of the old endpoint only once nobody is sent to it", () => {
    for (const step of ["100 %", "deprecated", "removed"])
      expect(gatesAt(step)).toEqual(expect.arrayContaining(LEGACY_CALLS));
    for (const step of ["0 %", "10 %", "50 %"])
      for (const gate of LEGACY_CALLS) expect(gatesAt(step)).not.toContain(gate);
  });

  it("S2.8 takes silence for proof only beside a line that is always there", () => {
    const silent = prod.gates.filter(({ renderLogs }) => renderLogs);
    expect(silent.length).toBeGreaterThan(0);
    for (const { renderLogs } of silent) expect(renderLogs?.control).toBe("INFO:");
  });

  it("S2.9 retires the flag only where the old endpoint answers 404, and asks so at no other step", () => {
    const gone = "old endpoint is gone";
    expect(steps.filter(({ gates }) => gates.includes(gone)).map(({ name }) => name)).toEqual(["removed"]);
    expect(gateNamed(gone)?.http).toMatchObject({
      request: { method: "POST", path: "/process-full" },
      expect: { status: 404 },
    });
  });

  it("S2.11 falls by the criteria of the ready set", () => {
    expect(prod.rollbackWhen.map(({ name }) => name)).toEqual(gateSets["full-pass"].rollbackWhen);
  });
});

it("S2.2 the rollout of staging climbs the same ladder in hours", () => {
  const { ladder, gates, rollbackWhen } = rolloutOf("staging");
  expect(ladder.map(({ percent, dwell }) => [percent, dwell])).toEqual([
    [0, "PT0S"],
    [10, "PT1H"],
    [50, "PT1H"],
    [100, "PT4H"],
  ]);
  expect(gates.map(({ name }) => name)).toEqual([...gateSets["full-pass"].gates, "no complaints"]);
  expect(rollbackWhen.length).toBeGreaterThan(0);
});
