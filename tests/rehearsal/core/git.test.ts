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
