import { expect, it } from "vitest";
import { Git } from "../../../rehearsal/core/git.ts";

const repo = "https://github.com/acme/app";
const now = () => new Date("2026-11-21T10:00:00Z");

it("gives a branch's newest commit, by any spelling of the repository", () => {
  const git = new Git(now);
  git.push(repo, "main", "one");
  const two = git.push("acme/app", "main", "two");
  expect(git.resolve(`${repo}.git`, "main")).toBe(two);
});

it("gives a commit by its id or the start of it", () => {
  const git = new Git(now);
  const one = git.push(repo, "main", "one");
  git.push(repo, "main", "two");
  expect(git.resolve(repo, one.sha)).toBe(one);
  expect(git.resolve(repo, one.sha.slice(0, 7))).toBe(one);
});

it("knows no commit of another repository", () => {
  const git = new Git(now);
  const { sha } = git.push(repo, "main", "one");
  expect(git.resolve("acme/other", sha)).toBeUndefined();
  expect(git.resolve("acme/other", "main")).toBeUndefined();
});

it("gives the same ids in two runs", () => {
  expect(new Git(now).push(repo, "main", "one").sha).toBe(new Git(now).push(repo, "main", "one").sha);
});

it("tells listeners of a push", () => {
  const git = new Git(now);
  const heard: string[] = [];
  git.onPush((_, branch, { message }) => heard.push(`${branch}: ${message}`));
  git.push(repo, "main", "one");
  expect(heard).toEqual(["main: one"]);
});

it("keeps an app's traits as a file, so that they go where a merge takes them", () => {
  const git = new Git(now);
  git.push(repo, "main", "broken", { processors: false });
  const later = git.write(repo, "main", "docs", { "README.md": "# App\n" });
  expect(later.app).toEqual({ processors: false });
  expect(git.push(repo, "main", "fixed").app).toEqual({});
});

it("builds a healthy app from a file that tells no traits of one", () => {
  const git = new Git(now);
  for (const text of ["no JSON", '{ "procesors": false }', '{ "healthStatus": 9000 }'])
    expect(git.write(repo, "main", "by hand", { "sample-app.json": text }).app).toEqual({});
  expect(git.write(repo, "main", "by hand", { "sample-app.json": '{ "healthStatus": 503 }' }).app).toEqual({
    healthStatus: 503,
  });
});

it("tells no listener that a branch begins at a commit of another one, but of what is committed there", () => {
  const git = new Git(now);
  const { sha } = git.push(repo, "main", "one");
  const heard: string[] = [];
  git.onPush((_, branch, { message }) => heard.push(`${branch}: ${message}`));
  git.move(repo, "change", sha);
  git.write(repo, "change", "two", { "a.txt": "a\n" });
  expect(heard).toEqual(["change: two"]);
});

it("gives a commit the id that Git gives it", () => {
  const git = new Git(now);
  const { sha } = git.write(repo, "main", "one", { "a/b.txt": "b\n" });
  const repository = git.repository(repo);
  // `git mktree`, with `git hash-object` of "b" and a line break.
  expect(repository.filesOf(sha).get("a/b.txt")?.sha).toBe("61780798228d17af2d34fce4cfbdf35556832472");
  expect(repository.commit(sha).tree).toBe("f661bf2df519d5eea905c08c1b5e410d0c62f13b");
});
