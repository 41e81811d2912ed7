import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { scenarios } from "../../rehearsal/scenarios/scenarios.ts";
import { cutover } from "./support/world.ts";

const Report = z.object({
  steps: z.array(
    z.object({ chapter: z.string().optional(), title: z.string(), outcome: z.string(), fact: z.string() }),
  ),
});

/** One run of all of them, as `npm run rehearse -- --scenario all` tells them. */
describe("every scenario ends as told", { timeout: 1_200_000 }, () => {
  let exitCode: number | undefined;
  let report: z.output<typeof Report>;
  beforeAll(async () => {
    const run = await cutover(["rehearse", "--scenario", "all", "--json"]);
    exitCode = run.exitCode;
    report = Report.parse(JSON.parse(run.stdout));
  }, 1_200_000);

  it.each(scenarios.map(({ name, summary }) => [name, summary]))("%s: %s", (name) => {
    const steps = report.steps.filter(({ chapter }) => chapter === name);
    expect(steps.length).toBeGreaterThan(0);
    const others = steps.filter(({ outcome }) => outcome !== "passed");
    expect(others.map(({ title, outcome, fact }) => `${title}: ${outcome}, ${fact}`)).toEqual([]);
  });

  it("and the command with 0", () => expect(exitCode).toBe(0));
});
