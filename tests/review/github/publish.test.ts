import { describe, expect, it } from "vitest";
import { publish } from "../../../review/github/publish.ts";
import { reviewedPlan } from "../../../review/github/record.ts";
import { at, githubWorld, openPull, writeFile } from "../../rehearsal/github/github-world.ts";
import { finding, reviewOf } from "./review-of.ts";

async function world() {
  const { as, faults } = await githubWorld();
  const { number: pull, head } = await openPull(as("developer"));
  const to = { pull, check: "preview", prefix: "" };
  const octokit = as("actions");
  const seen = async () => {
    const { data: comments } = await octokit.rest.issues.listComments({ ...at, issue_number: pull });
    const { data: runs } = await octokit.rest.checks.listForRef({ ...at, ref: head });
    return { comments: comments.map(({ body, user }) => ({ body, by: user?.login })), runs: runs.check_runs };
  };
  return { as, faults, head, to, seen, github: { octokit, at }, pull };
}

describe("a review is told at GitHub", () => {
  it("by a check run with its record, and one comment of the same app", async () => {
    const { github, head, to, seen } = await world();
    const published = await publish(github, reviewOf(head), to);
    expect(published.notes).toEqual([]);
    const { comments, runs } = await seen();
    expect(comments).toHaveLength(1);
    expect(comments[0]?.by).toBe("github-actions[bot]");
    expect(runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([["preview", "success"]]);
    expect((await reviewedPlan(github, head, "prod"))?.record).toEqual(reviewOf(head).record);
  });

  it.each(["refused", "failed"] as const)("as a failure where it is %s", async (verdict) => {
    const { github, head, to, seen } = await world();
    const { policies } = reviewOf(head);
    await publish(github, reviewOf(head, { verdict, policies: { ...policies, findings: [finding()] } }), to);
    const [run] = (await seen()).runs;
    expect(run).toMatchObject({ conclusion: "failure", output: { annotations_count: 1 } });
  });

  it("without a record where it could not be judged: its plan is not the whole one", async () => {
    const { github, head, to, seen } = await world();
    await publish(github, reviewOf(head, { verdict: "failed" }), to);
    const [run] = (await seen()).runs;
    expect([run?.external_id, run?.output.text]).toEqual(["", ""]);
    expect(await reviewedPlan(github, head, "prod")).toBeUndefined();
  });

  it("by one comment for each stack", async () => {
    const { github, head, to, seen } = await world();
    for (const stack of ["prod", "staging", "prod"]) await publish(github, reviewOf(head, { stack }), to);
    expect((await seen()).comments).toHaveLength(2);
  });

  it("by the check run alone where a newer commit is there: its own preview writes the comment", async () => {
    const { github, head, to, seen, as } = await world();
    await writeFile(as("developer"), { branch: "change", path: "README.md", text: "newer" });
    const { notes, check } = await publish(github, reviewOf(head), to);
    expect(notes).toEqual(["the pull request has a newer commit: the comment is left to its preview"]);
    expect(check).toBeDefined();
    expect((await seen()).comments).toEqual([]);
  });

  it("says what GitHub did not take, and tells the rest", async () => {
    const { head, to, as, faults } = await world();
    faults.add({ kind: "status", at: "POST /repos/*/*/check-runs", status: 403 });
    const { notes, check, comment } = await publish({ octokit: as("developer"), at }, reviewOf(head), to);
    expect(notes).toEqual([expect.stringMatching(/^the check run "preview" was not written: GitHub answered 403/)]);
    expect([check, typeof comment]).toEqual([undefined, "string"]);
  });
});
