import { expect, it } from "vitest";
import { Git } from "../../../rehearsal/core/git.ts";
import { mergeCommits } from "../../../rehearsal/core/git-merge.ts";

const repo = "acme/app";
const lines = (...changed: string[]) =>
  `${["one", "two", "three", "four", "five"].map((line, index) => changed[index] ?? line).join("\n")}\n`;

/** Two branches from one commit, and their merge as text by path. */
function merged(main: Record<string, string | undefined>, change: Record<string, string | undefined>) {
  const git = new Git(() => new Date("2026-11-21T10:00:00Z"));
  const base = git.write(repo, "main", "base", { "a.txt": lines(), "b.txt": "b\n" });
  git.move(repo, "change", base.sha);
  const ours = git.write(repo, "main", "ours", main);
  const theirs = git.write(repo, "change", "theirs", change);
  const repository = git.repository(repo);
  const files = mergeCommits(repository, ours.sha, theirs.sha);
  return files && Object.fromEntries([...files].map(([path, { sha }]) => [path, repository.text(sha)]));
}

it("takes each side's own changes, in the same file too", () => {
  expect(
    merged({ "a.txt": lines("ONE") }, { "a.txt": lines("one", "two", "three", "four", "FIVE"), "c.txt": "c\n" }),
  ).toEqual({
    "a.txt": lines("ONE", "two", "three", "four", "FIVE"),
    "b.txt": "b\n",
    "c.txt": "c\n",
  });
});

it("deletes what one side deleted and the other left alone", () => {
  expect(merged({ "a.txt": lines("ONE") }, { "b.txt": undefined })).toEqual({ "a.txt": lines("ONE") });
});

it("conflicts where both changed the same line, or one deleted what the other changed", () => {
  expect(merged({ "a.txt": lines("ONE") }, { "a.txt": lines("EINS") })).toBeUndefined();
  expect(merged({ "b.txt": undefined }, { "b.txt": "B\n" })).toBeUndefined();
});

it("does not conflict where both made the same change", () => {
  expect(merged({ "a.txt": lines("ONE") }, { "a.txt": lines("ONE") })).toEqual({
    "a.txt": lines("ONE"),
    "b.txt": "b\n",
  });
});
