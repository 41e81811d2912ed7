import type { Octokit } from "octokit";
import { expect, it } from "vitest";
import { at, type GitHubTest, githubWorld, openPull, refusal, repository, stackFile } from "./github-world.ts";

const mine = { owner: "dev-dana", repo: at.repo } as const;

/** A fork whose branch has another stack file. @returns the head of that branch */
async function forked({ as }: GitHubTest, branch = "change"): Promise<string> {
  const { repos, git } = as("developer").rest;
  await repos.createFork(at);
  const main = await git.getRef({ ...mine, ref: "heads/main" });
  await git.createRef({ ...mine, ref: `refs/heads/${branch}`, sha: main.data.object.sha });
  return push(as("developer"), branch, stackFile("*"));
}

async function push(octokit: Octokit, branch: string, text: string): Promise<string> {
  const path = "Pulumi.prod.yaml";
  const { data: before } = await octokit.rest.repos.getContent({ ...mine, path, ref: branch });
  const { data } = await octokit.rest.repos.createOrUpdateFileContents({
    ...{ ...mine, path, branch, message: "Change it", content: Buffer.from(text).toString("base64") },
    sha: "sha" in before ? before.sha : "",
  });
  return data.commit.sha ?? "";
}

const open = (octokit: Octokit, head = "dev-dana:change") =>
  octokit.rest.pulls.create({ ...at, title: "From outside", head, base: "main" });

it("takes a pull request out of a fork: its head is in another repository", async () => {
  const world = await githubWorld();
  const head = await forked(world);
  const { data } = await open(world.as("developer"));
  expect(data.head).toMatchObject({ sha: head, label: "dev-dana:change", repo: { full_name: "dev-dana/twin-brains" } });
  expect(data.head.repo?.fork).toBe(true);
  expect(data.base.repo.full_name).toBe("acme-brains/twin-brains");
  const { data: files } = await world.as("reviewer").rest.pulls.listFiles({ ...at, pull_number: data.number });
  expect(files.map(({ filename }) => filename)).toEqual(["Pulumi.prod.yaml"]);
});

it("can be fetched from the repository itself, by its id and as refs/pull/N/head", async () => {
  const world = await githubWorld();
  const head = await forked(world);
  const { data } = await open(world.as("developer"));
  const found = await world.as("reviewer").rest.repos.getContent({ ...at, path: "Pulumi.prod.yaml", ref: head });
  expect(found.data).toMatchObject({ name: "Pulumi.prod.yaml" });
  expect(world.git.repository(repository).resolve(`refs/pull/${data.number}/head`)).toBe(head);
});

it("goes where the fork's branch goes, and not where a branch of this name goes here", async () => {
  const world = await githubWorld();
  await forked(world);
  const { data } = await open(world.as("developer"));
  const head = await push(world.as("developer"), "change", stackFile("https://new.example"));
  await openPull(world.as("developer"), { branch: "change" });
  const { data: after } = await world.as("reviewer").rest.pulls.get({ ...at, pull_number: data.number });
  expect(after.head.sha).toBe(head);
  const { data: listed } = await world.as("reviewer").rest.pulls.list({ ...at, head: "dev-dana:change" });
  expect(listed.map(({ number }) => number)).toEqual([data.number]);
});

it("is merged like any other, and its own repository stays as it is", async () => {
  const world = await githubWorld();
  const head = await forked(world);
  const { data } = await open(world.as("developer"));
  const merged = await world.as("reviewer").rest.pulls.merge({ ...at, pull_number: data.number });
  const { parents, message } = world.git.repository(repository).commit(merged.data.sha);
  expect([parents.at(-1), message.split("\n")[0]]).toEqual([head, "Merge pull request #1 from dev-dana/change"]);
});

it("takes none from a fork that somebody else owns, and no second one of a branch", async () => {
  const world = await githubWorld();
  await forked(world);
  expect((await refusal(open(world.as("reviewer")))).status).toBe(422);
  await open(world.as("developer"));
  expect((await refusal(open(world.as("developer")))).status).toBe(422);
});

it("has no head repository any more once the fork is deleted", async () => {
  const world = await githubWorld();
  await forked(world);
  const { data } = await open(world.as("developer"));
  await world.as("developer").rest.repos.delete(mine);
  expect((await world.as("reviewer").rest.pulls.get({ ...at, pull_number: data.number })).data.head.repo).toBeNull();
});
