import { expect, it, onTestFinished, vi } from "vitest";
import { ruling } from "../../cli/preview-ruling.ts";
import { pullRequest } from "../../review/github/pull.ts";
import { at, githubWorld, openPull, repository } from "../rehearsal/github/github-world.ts";

const NAME = "Pulumi.prod.yaml";
const STANDING = "config:\n  cutover:policy: {levels: {}}\n";
const LOOSER = "config:\n  cutover:policy: {levels: {require-health-check: disabled}}\n";

/** A pull request with this file, into a branch with code owners; and what is asked of it. */
async function proposed(text: string) {
  const { as, git } = await githubWorld();
  const owners = "/policies/ @rev-robin\n/Pulumi.yaml @rev-robin\n";
  git.write(repository, "main", "Owners", { ".github/CODEOWNERS": owners, [NAME]: STANDING });
  const { number, head } = await openPull(as("developer"), { text });
  const octokit = as("actions");
  const pull = await pullRequest({ octokit, at }, number);
  const approve = () =>
    as("reviewer").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE", commit_id: head });
  const ask = (unseen: readonly string[] = [], of = number) =>
    ruling(
      { standing: STANDING, offered: text, unseen, head, path: NAME },
      { github: { octokit, at }, teams: { octokit }, pull: { ...pull, number: of } },
    );
  return { ask, approve };
}

it("names the owners of policies/, and lets its own levels count once one of them has approved the commit", async () => {
  const { ask, approve } = await proposed(LOOSER);
  expect(await ask()).toEqual({ judgedBy: { rules: "base", into: "main", owners: ["@rev-robin"] } });
  await approve();
  expect(await ask()).toEqual({
    judgedBy: { rules: "own", into: "main", owners: ["@rev-robin"], by: "rev-robin" },
  });
});

it("says whose approval the unseen part of a change waits for, and why", async () => {
  const { ask, approve } = await proposed(`encryptionsalt: v1:new\n${STANDING}`);
  expect((await ask(["encryptionsalt in Pulumi.prod.yaml"])).waits).toEqual([
    "Pulumi.prod.yaml: waits for the approval of this commit by @rev-robin, who owns Pulumi.yaml (it says who decrypts the secrets, or how other providers are configured)",
  ]);
  await approve();
  expect((await ask(["encryptionsalt in Pulumi.prod.yaml"])).waits).toEqual([
    'approved by rev-robin: the workflow "program" previews it as a whole',
  ]);
});

it("keeps to the base's where GitHub does not say who approved, and tells that", async () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  const { ask } = await proposed(LOOSER);
  expect((await ask([], 99)).judgedBy).toEqual({ rules: "base", into: undefined, owners: [] });
  expect(String(said.mock.calls[0])).toContain("could not be asked: GitHub answered 404");
});

it("asks nothing of a change that loosens nothing", async () => {
  const asked = { standing: STANDING, offered: STANDING, unseen: [], head: "", path: NAME };
  expect(await ruling(asked)).toEqual({});
});

it("takes its own where no file stands", async () => {
  const asked = { standing: undefined, offered: LOOSER, unseen: [], head: "", path: NAME };
  expect(await ruling(asked)).toEqual({ judgedBy: { rules: "own", into: undefined, owners: [] } });
});
