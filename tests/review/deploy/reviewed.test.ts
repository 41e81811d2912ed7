import { describe, expect, it } from "vitest";
import { admissionOf } from "../../../review/deploy/admission.ts";
import { reviewedOf } from "../../../review/deploy/reviewed.ts";
import { publish } from "../../../review/github/publish.ts";
import { recordOf } from "../../../review/plan/digest.ts";
import type { Review } from "../../../review/review.ts";
import { at, githubWorld, openPull, writeFile } from "../../rehearsal/github/github-world.ts";
import { reviewOf } from "../github/review-of.ts";

const plan = { stack: "prod", changes: [], same: 0, said: [] };
const record = recordOf(plan, { sections: { origins: ["https://app.example.com"] }, ciphertexts: {}, salt: "" });

/** A pull request with a preview of its last commit, merged. */
async function merged(more: Partial<Review> = {}) {
  const { as } = await githubWorld();
  const github = { octokit: as("actions"), at };
  const { number: pull, head } = await openPull(as("developer"));
  await publish(github, reviewOf(head, { record, ...more }), { pull, check: "preview", prefix: "" });
  const { data } = await as("developer").rest.pulls.merge({ ...at, pull_number: pull });
  return { github, as, pull, head, commit: data.sha };
}

describe("what was reviewed of a commit", () => {
  it("is the record of the last commit of the pull request whose merge made it", async () => {
    const { github, commit, pull, head } = await merged();
    const reviewed = await reviewedOf(github, commit, "prod");
    expect(reviewed).toMatchObject({ pull, head, record });
    expect(admissionOf(reviewed, { plan, record })).toEqual({
      admitted: true,
      because: `the plan is the one that was reviewed in #${pull} (${head.slice(0, 7)})`,
    });
  });

  it("is outdated once its branch has gone on, and no reason overrides that", async () => {
    const { github, as, commit } = await merged();
    await writeFile(as("developer"), { branch: "main", path: "later", text: "x" });
    const reviewed = await reviewedOf(github, commit, "prod");
    expect(reviewed).toEqual({ outdated: expect.stringMatching(/^main is at [0-9a-f]{7} by now, whose own run/) });
    expect(admissionOf(reviewed, { plan, record })).toMatchObject({ admitted: false, final: true });
  });

  it.each<[string, (world: Awaited<ReturnType<typeof merged>>) => Promise<string> | string, string, RegExp]>([
    [
      "of a direct push",
      ({ as }) => writeFile(as("developer"), { branch: "main", path: "a", text: "b" }),
      "prod",
      /^no pull request was merged as [0-9a-f]{7}$/,
    ],
    ["of a pull request's own commit", ({ head }) => head, "prod", /^no pull request was merged as [0-9a-f]{7}$/],
    [
      "of another stack",
      ({ commit }) => commit,
      "staging",
      /^#\d+ has no recorded preview of staging for its last commit, [0-9a-f]{7}$/,
    ],
  ])("is nothing %s", async (_what, commitOf, stack, missing) => {
    const world = await merged();
    const reviewed = await reviewedOf(world.github, await commitOf(world), stack);
    expect(reviewed).toEqual({ missing: expect.stringMatching(missing) });
    expect(admissionOf(reviewed, { plan, record })).toMatchObject({ admitted: false });
  });

  it("is nothing where the preview did not pass", async () => {
    const { github, commit, pull } = await merged({ verdict: "refused" });
    expect(await reviewedOf(github, commit, "prod")).toEqual({
      missing: `the preview of prod in #${pull} did not pass`,
    });
  });

  it("is nothing where the merge went into another branch than the default one", async () => {
    const { as } = await githubWorld();
    const github = { octokit: as("actions"), at };
    const { number, head } = await openPull(as("developer"));
    const { data: main } = await as("developer").rest.git.getRef({ ...at, ref: "heads/main" });
    await as("developer").rest.git.createRef({ ...at, ref: "refs/heads/unguarded", sha: main.object.sha });
    await as("developer").rest.pulls.update({ ...at, pull_number: number, base: "unguarded" });
    await publish(github, reviewOf(head, { record }), { pull: number, check: "preview", prefix: "" });
    const { data } = await as("developer").rest.pulls.merge({ ...at, pull_number: number });
    expect(await reviewedOf(github, data.sha, "prod")).toEqual({
      missing: expect.stringMatching(/^no pull request was merged as/),
    });
  });

  it("S2.10 is not held up by a rollback since: what takes users back needs no review, and the rest was reviewed", () => {
    const change = (type: string, name: string, path: string, inputs: object) => ({
      ...{ urn: `urn:pulumi:prod::cutover::cutover:index:Site$${type}::${name}`, type, name, kind: "update" as const },
      ...{ properties: [{ path, kind: "update" as const, before: "1", after: "2" }], inputs },
    });
    const service = (size: string) => change("render:index:WebService", "api", "plan", { plan: size });
    const rollout = (outcome: string, path: string) =>
      change("release:index:Rollout", "flag", path, { flag: "V2", decision: { outcome } });
    const file = { sections: { services: { api: "pro" } }, ciphertexts: {}, salt: "" };
    const was = { ...plan, changes: [rollout("roll-back", "percent"), service("pro")] };
    const admitted = (size: string) => {
      const now = { ...plan, changes: [rollout("hold", "unrecorded"), service(size)] };
      const reviewed = { pull: 7, head: "a".repeat(40), record: recordOf(was, file), url: null };
      return admissionOf(reviewed, { plan: now, record: recordOf(now, file) }).admitted;
    };
    expect([admitted("pro"), admitted("starter")]).toEqual([true, false]);
  });

  it("cannot be compared where the record was too long to be kept line by line", () => {
    const reviewed = { pull: 7, head: "a".repeat(40), record: { ...record, resources: [] }, url: null };
    expect(admissionOf(reviewed, { plan, record }).admitted).toBe(true);
    expect(admissionOf(reviewed, { plan, record: { ...record, digest: "0".repeat(64) } })).toEqual({
      admitted: false,
      because: "the plan is not the one that was reviewed in #7 (aaaaaaa), which was too long to compare",
    });
  });
});
