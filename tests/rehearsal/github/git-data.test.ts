import { expect, it } from "vitest";
import { at, githubWorld, openPull, refusal, repository, stackFile, writeFile } from "./github-world.ts";

it("gives a file the id that Git gives it, and a new commit only with the id of what it replaces", async () => {
  const { rest } = (await githubWorld()).as("developer");
  // What `git hash-object` says of "# Twin Brains" and a line break.
  const git = "f38bc857c41e9c5692376014e5beeb796d085395";
  const { data } = await rest.repos.getContent({ ...at, path: "README.md" });
  expect(data).toMatchObject({ sha: git, size: 14, encoding: "base64", type: "file" });
  const write = (sha?: string) =>
    rest.repos.createOrUpdateFileContents({
      ...at,
      path: "README.md",
      message: "m",
      content: "eA==",
      ...(sha ? { sha } : {}),
    });
  expect(await refusal(write())).toEqual({ status: 422, message: 'Invalid request.\n\n"sha" wasn\'t supplied.' });
  expect(await refusal(write("0".repeat(40)))).toEqual({
    status: 409,
    message: `README.md does not match ${"0".repeat(40)}`,
  });
  expect((await write(git)).status).toBe(200);
});

it("lists folders, reads raw files and deletes one", async () => {
  const octokit = (await githubWorld()).as("developer");
  await writeFile(octokit, { branch: "main", path: "docs/a b.md", text: "text\n" });
  const { rest } = octokit;
  const root = await rest.repos.getContent({ ...at, path: "" });
  expect(root.data).toEqual([
    expect.objectContaining({ name: "Pulumi.prod.yaml", type: "file" }),
    expect.objectContaining({ name: "README.md", type: "file" }),
    expect.objectContaining({ name: "docs", type: "dir" }),
  ]);
  const raw = await rest.repos.getContent({ ...at, path: "docs/a b.md", mediaType: { format: "raw" } });
  expect(raw.data).toBe("text\n");
  const file = await rest.repos.getContent({ ...at, path: "docs/a b.md" });
  const sha = "sha" in file.data ? file.data.sha : "";
  await rest.repos.deleteFile({ ...at, path: "docs/a b.md", message: "Remove", sha });
  expect((await refusal(rest.repos.getContent({ ...at, path: "docs" }))).status).toBe(404);
});

it("makes commits from trees and blobs, and moves a branch only forward unless forced", async () => {
  const { git, as } = await githubWorld();
  const { rest } = as("developer");
  const main = await rest.git.getRef({ ...at, ref: "heads/main" });
  const parent = main.data.object.sha;
  const blob = await rest.git.createBlob({ ...at, content: "aGkK", encoding: "base64" });
  const tree = await rest.git.createTree({
    ...at,
    base_tree: parent,
    tree: [{ path: "src/hi.txt", mode: "100644", type: "blob", sha: blob.data.sha }],
  });
  const author = { name: "T", email: "t@example.com", date: "2026-11-21T10:00:00Z" };
  const commit = await rest.git.createCommit({
    ...at,
    message: "Say hi",
    tree: tree.data.sha,
    parents: [parent],
    author,
  });
  expect(commit.data.author).toEqual(author);
  await rest.git.updateRef({ ...at, ref: "heads/main", sha: commit.data.sha });
  expect(git.resolve(repository, "main")?.message).toBe("Say hi");
  const back = (force: boolean) => rest.git.updateRef({ ...at, ref: "heads/main", sha: parent, force });
  expect(await refusal(back(false))).toEqual({ status: 422, message: "Update is not a fast forward" });
  expect((await back(true)).data.object.sha).toBe(parent);
});

it("shows a push of the world's Git as a commit, with its files and patch", async () => {
  const { git, as } = await githubWorld();
  const { sha } = git.write(repository, "main", "Second", {
    "Pulumi.prod.yaml": stackFile("https://b.example"),
    "README.md": undefined,
  });
  const { data } = await as("developer").rest.repos.getCommit({ ...at, ref: "main" });
  expect(data).toMatchObject({ sha, commit: { message: "Second" }, stats: { additions: 1, deletions: 2 } });
  expect(data.files).toEqual([
    expect.objectContaining({
      filename: "Pulumi.prod.yaml",
      status: "modified",
      patch:
        "@@ -1,3 +1,3 @@\n config:\n   cutover:origins:\n-    - https://app.twin-brains.example\n+    - https://b.example",
    }),
    expect.objectContaining({ filename: "README.md", status: "removed", deletions: 1 }),
  ]);
});

it("compares branches from where they parted, and lists what a pull request changes", async () => {
  const { git, as } = await githubWorld();
  const developer = as("developer");
  const { number, head } = await openPull(developer);
  git.write(repository, "main", "Meanwhile", { "other.txt": "o\n" });
  const { rest } = developer;
  const compared = await rest.repos.compareCommitsWithBasehead({ ...at, basehead: "main...change" });
  expect(compared.data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1, total_commits: 1 });
  const files = await rest.pulls.listFiles({ ...at, pull_number: number });
  expect(files.data.map(({ filename, status, changes }) => [filename, status, changes])).toEqual([
    ["Pulumi.prod.yaml", "modified", 2],
  ]);
  const commits = await rest.pulls.listCommits({ ...at, pull_number: number });
  expect(commits.data.map(({ sha }) => sha)).toEqual([head]);
  expect((await rest.pulls.get({ ...at, pull_number: number })).data).toMatchObject({
    additions: 1,
    deletions: 1,
    changed_files: 1,
    commits: 1,
    mergeable: true,
  });
});

it("refuses a pull request without commits, of a branch that is not there, or for the second time", async () => {
  const developer = (await githubWorld()).as("developer");
  const { rest } = developer;
  const open = (head: string) => refusal(rest.pulls.create({ ...at, title: "t", head, base: "main" }));
  expect(await open("nope")).toMatchObject({ status: 422, message: "Validation Failed" });
  expect((await open("main")).status).toBe(422);
  await openPull(developer);
  expect((await open("change")).status).toBe(422);
});
