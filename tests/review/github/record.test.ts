import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordIn, recordText, reviewedPlan } from "../../../review/github/record.ts";
import type { PlanRecord } from "../../../review/plan/plan.ts";
import { at, githubWorld, openPull } from "../../rehearsal/github/github-world.ts";
import fc from "../../support/property.ts";

const recordOf = (resources: readonly string[], stack = "prod"): PlanRecord => {
  const digest = createHash("sha256").update(resources.join("\n")).digest("hex");
  return { format: 1, stack, digest, resources };
};
const record = recordOf(["config origins 1", "update render:index:WebService api env.A 2"]);

const signs = ["`", "```", "\\", "\n", '"', "<!--", "é", "a", " ", "\u2028", "🎉", "\0"];
const hostile = fc.string({ unit: fc.constantFrom(...signs), minLength: 1 });

describe("a record in a check run's text", () => {
  it("is read back as it was written, whatever names it holds", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), (lines) => {
        const given = recordOf(lines);
        expect(recordIn(`before\n\n${recordText(given)}\n\nafter`)).toEqual(given);
      }),
    );
  });

  it("cannot end its own code block", () => {
    const text = recordText(recordOf(["update x ```\n@everyone\n```"]));
    expect(text.match(/```/g)).toHaveLength(2);
  });

  it("is kept without its lines where it is longer than GitHub takes", () => {
    const long = recordOf(Array.from({ length: 2_000 }, (_, index) => `update ${index} ${"a".repeat(64)}`));
    const text = recordText(long);
    expect(text.length).toBeLessThan(65_535);
    expect(recordIn(text)).toEqual({ ...long, resources: [] });
  });

  it.each([
    ["nothing", ""],
    ["another text", "looks good to me"],
    ["no JSON", "```json cutover-plan\n{\n```"],
    ["another format", recordText(record).replace('"format": 1', '"format": 2')],
    ["a line that was changed", recordText(record).replace("env.A", "env.B")],
  ])("is none where there is %s", (_what, text) => {
    expect(recordIn(text)).toBeUndefined();
  });
});

describe("the plan that was reviewed of a commit", () => {
  async function world() {
    const { as } = await githubWorld();
    const { head } = await openPull(as("developer"));
    const report = (
      given: PlanRecord,
      { who = "actions", name = "preview", conclusion = "success", id = given.digest } = {},
    ) =>
      as(who as "actions").rest.checks.create({
        ...{ ...at, name, head_sha: head, status: "completed", conclusion: conclusion as "success", external_id: id },
        output: { title: "x", summary: "x", text: recordText(given) },
      });
    return { head, report, as, github: { octokit: as("actions"), at } };
  }
  const other = recordOf(["update render:index:WebService api plan 3"]);

  it("is the newest that a workflow recorded, with how it ended", async () => {
    const { head, report, github } = await world();
    await report(other, { conclusion: "failure" });
    await report(record);
    expect(await reviewedPlan(github, head, "prod")).toMatchObject({ record, conclusion: "success" });
  });

  it("is none where a newer run of the same check has none, as one that could not be judged", async () => {
    const { github, head, report, as } = await world();
    await report(record);
    await as("actions").rest.checks.create({
      ...{ ...at, name: "preview", head_sha: head, status: "completed", conclusion: "failure" },
      output: { title: "x", summary: "x", text: "it could not be judged" },
    });
    expect(await reviewedPlan(github, head, "prod")).toBeUndefined();
  });

  it("is the stack's own, whatever the check is called", async () => {
    const { head, report, github } = await world();
    await report(record, { name: "preview (prod)" });
    await report(recordOf(["x"], "staging"), { name: "preview (staging)" });
    expect((await reviewedPlan(github, head, "prod"))?.record).toEqual(record);
    expect(await reviewedPlan(github, head, "canary")).toBeUndefined();
  });

  it.each([
    ["somebody's own token", { who: "developer" }],
    ["a check of another name", { name: "lint" }],
    ["a run whose id is not the record's digest", { id: "1".repeat(64) }],
  ])("is never taken from %s", async (_what, how) => {
    const { head, report, github } = await world();
    await report(record, how);
    expect(await reviewedPlan(github, head, "prod")).toBeUndefined();
  });
});
