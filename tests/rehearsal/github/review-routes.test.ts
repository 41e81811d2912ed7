import { expect, it } from "vitest";
import { at, githubWorld, openPull, refusal, stackFile, writeFile } from "./github-world.ts";

const annotation = {
  path: "Pulumi.prod.yaml",
  start_line: 3,
  end_line: 3,
  annotation_level: "failure",
  title: "require-explicit-origins",
  message: "* lets every page call the API",
} as const;

it("keeps a check run's external id, text and annotations, fifty in a request", async () => {
  const { as } = await githubWorld();
  const { head } = await openPull(as("developer"));
  const { checks } = as("actions").rest;
  const fifty = Array.from({ length: 50 }, () => annotation);
  const output = { title: "Refused", summary: "one rule", text: "the record", annotations: fifty };
  const { data: run } = await checks.create({ ...at, name: "preview", head_sha: head, external_id: "ab12", output });
  await checks.update({
    ...at,
    check_run_id: run.id,
    conclusion: "failure",
    output: { ...output, annotations: [annotation] },
  });
  const found = await checks.get({ ...at, check_run_id: run.id });
  expect(found.data).toMatchObject({ external_id: "ab12", output: { text: "the record", annotations_count: 51 } });
  const { data } = await checks.listAnnotations({ ...at, check_run_id: run.id, per_page: 100 });
  expect(data).toHaveLength(51);
  expect(data[0]).toMatchObject({ ...annotation, start_column: null, blob_href: expect.stringContaining(head) });
});

it.each([
  ["more than fifty", { annotations: Array.from({ length: 51 }, () => annotation) }],
  ["lines in the wrong order", { annotations: [{ ...annotation, end_line: 2 }] }],
  ["no such level", { annotations: [{ ...annotation, annotation_level: "error" as "failure" }] }],
  ["columns over several lines", { annotations: [{ ...annotation, end_line: 4, start_column: 1 }] }],
  ["a text of more than 65,535 characters", { text: "x".repeat(65_536) }],
])("refuses a check run with %s", async (_, wrong) => {
  const { as } = await githubWorld();
  const { head } = await openPull(as("developer"));
  const output = { title: "Refused", summary: "one rule", ...wrong };
  const made = as("actions").rest.checks.create({ ...at, name: "preview", head_sha: head, output });
  expect((await refusal(made)).status).toBe(422);
});

it("tells of a commit on the default branch the merged pull request that brought it, and no open one", async () => {
  const { as } = await githubWorld();
  const { rest } = as("developer");
  const first = await openPull(as("developer"), { branch: "one", path: "one.md", text: "1\n" });
  const merged = await rest.pulls.merge({ ...at, pull_number: first.number, merge_method: "squash" });
  const second = await openPull(as("developer"), { branch: "two", path: "two.md", text: "2\n" });
  const early = second.head;
  await writeFile(as("developer"), { branch: "two", path: "two.md", text: "22\n" });
  const of = async (commit: string) => {
    const { data } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: commit });
    return data.map(({ number }) => number);
  };
  expect([await of(merged.data.sha), await of(early)]).toEqual([[first.number], [second.number]]);
});

it("keeps which commit was reviewed, and takes a review only of one that the pull request has", async () => {
  const { as } = await githubWorld();
  const { number, head } = await openPull(as("developer"));
  await writeFile(as("developer"), {
    branch: "change",
    path: "Pulumi.prod.yaml",
    text: stackFile("https://b.example"),
  });
  const review = { ...at, pull_number: number, event: "APPROVE" } as const;
  const { pulls } = as("reviewer").rest;
  const { data: late } = await pulls.createReview({ ...review, commit_id: head });
  const { data: now } = await pulls.createReview(review);
  expect([late.commit_id, now.commit_id]).toEqual([
    head,
    (await pulls.get({ ...at, pull_number: number })).data.head.sha,
  ]);
  expect((await refusal(pulls.createReview({ ...review, commit_id: "0".repeat(40) }))).status).toBe(422);
});

it("lets only its author and those who may write change a comment", async () => {
  const { as, github } = await githubWorld();
  const { number } = await openPull(as("developer"));
  await as("administrator").rest.repos.update({ ...at, private: false });
  const state = github.state;
  state.accounts.set("stranger-sam", { id: 1, login: "stranger-sam", type: "User", name: "Sam", createdAt: "" });
  state.tokens.set(github.tokens.developer, { login: "stranger-sam" });
  const own = await as("developer").rest.issues.createComment({ ...at, issue_number: number, body: "mine" });
  const other = await as("actions").rest.issues.createComment({ ...at, issue_number: number, body: "the bot's" });
  const change = (id: number) => as("developer").rest.issues.updateComment({ ...at, comment_id: id, body: "changed" });
  expect((await change(own.data.id)).data.body).toBe("changed");
  expect((await refusal(change(other.data.id))).status).toBe(403);
});
