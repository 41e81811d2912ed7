import { describe, expect, it } from "vitest";
import { changedFiles } from "../../../review/base/changed-files.ts";
import { textsAt } from "../../../review/base/texts-at.ts";
import { repository } from "./repository.ts";

describe("the files that a branch changed", () => {
  it("are told from the repository's root, also where the project is a folder of it", async () => {
    const { place, commit } = await repository("infra");
    const base = await commit({ "infra/a": "1", "backend/b": "1", same: "1" });
    const head = await commit({ "infra/a": "2", "backend/b": "2", "docs/a name.md": "1", "ä\n\t": "1" });
    expect(await changedFiles(place, base, head)).toEqual(["backend/b", "docs/a name.md", "infra/a", "ä\n\t"]);
  });

  it("are those of the branch, not of what the base did since", async () => {
    const { place, commit, run } = await repository();
    await commit({ a: "1" });
    await run("switch", "--quiet", "--create", "change");
    const head = await commit({ b: "1" });
    await run("switch", "--quiet", "main");
    const base = await commit({ c: "1" });
    expect(await changedFiles(place, base, head)).toEqual(["b"]);
  });

  it("hold a file that moved under both of its names", async () => {
    const { place, commit, run } = await repository();
    const base = await commit({ "policies/a.ts": "the same text\n".repeat(20) });
    await run("mv", "policies", "docs");
    await run("commit", "--quiet", "--message", "x");
    expect(await changedFiles(place, base, "HEAD")).toEqual(["docs/a.ts", "policies/a.ts"]);
  });

  it.each(["--output=x", "no-such-commit"])("cannot be told from %s", async (base) => {
    const { place, commit } = await repository();
    const head = await commit({ a: "1" });
    await expect(changedFiles(place, base, head)).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  });

  it("cannot be told between commits that have none in common", async () => {
    const { place, commit, run } = await repository();
    const base = await commit({ a: "1" });
    await run("switch", "--quiet", "--orphan", "other");
    const head = await commit({ b: "1" });
    await expect(changedFiles(place, base, head)).rejects.toThrow(/fix: git fetch --unshallow/);
  });
});

describe("the texts of files at a commit", () => {
  it("are read as they are stored; what is not there has none, a folder neither", async () => {
    const { place, commit } = await repository();
    const files = { a: "one\n", "b/c": "ü\nblob 3\n", empty: "", ".gitattributes": "* text eol=crlf\n" };
    const head = await commit(files);
    const texts = await textsAt(place.project, head, ["a", "none", "b", "b/c", "a\nb/c", "empty"]);
    expect([...texts]).toEqual([
      ["a", "one\n"],
      ["b/c", "ü\nblob 3\n"],
      ["empty", ""],
    ]);
  });

  it("are of that commit, whatever the folder holds now", async () => {
    const { place, commit } = await repository();
    const first = await commit({ a: "1" });
    await commit({ a: "2" });
    expect(await textsAt(place.project, first, ["a"])).toEqual(new Map([["a", "1"]]));
  });
});
