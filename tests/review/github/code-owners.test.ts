import { describe, expect, it } from "vitest";
import { codeOwners } from "../../../review/github/code-owners.ts";

describe("a line of CODEOWNERS", () => {
  it.each<[pattern: string, yes: string[], no: string[]]>([
    ["*", ["a", "a/b/c", ".npmrc", ".github/workflows/x.yml"], []],
    ["*.ts", ["index.ts", "policies/a.ts"], ["a.tsx", "ts"]],
    ["/policies/", ["policies/a.ts", "policies/x/y.ts"], ["policies", "app/policies/a.ts", "policies2/a.ts"]],
    ["policies/", ["policies/a.ts", "app/policies/a.ts"], ["policies"]],
    ["/index.ts", ["index.ts", "index.ts/x"], ["app/index.ts", "indexxts"]],
    ["/.github", [".github/CODEOWNERS", ".github/workflows/a.yml"], ["x/.github/a"]],
    ["docs/*", ["docs/a.md"], ["docs/deep/a.md", "x/docs/a.md"]],
    ["/docs/**", ["docs/a.md", "docs/deep/a.md"], ["docs"]],
    ["**/logs", ["logs/a", "x/y/logs/a", "logs"], ["xlogs/a"]],
    ["/a/**/b", ["a/b", "a/x/y/b", "a/x/b/c"], ["a/xb"]],
    ["/pack?ge.json", ["package.json"], ["pack/ge.json", "packge.json"]],
    ["/a\\ b.md", ["a b.md"], ["a\\ b.md"]],
    ["/(x|y)+.md", ["(x|y)+.md"], ["x.md", "xy.md"]],
  ])("%s", (pattern, yes, no) => {
    const ownersOf = codeOwners(`${pattern} @acme/team`);
    expect([yes.filter((path) => ownersOf(path).length === 0), no.filter((path) => ownersOf(path).length > 0)]).toEqual(
      [[], []],
    );
  });
});

describe("a file of code owners", () => {
  const ownersOf = codeOwners(
    ["# who decides", "", "* @everybody", "/policies/ @acme/guards @ada # of the pack", "/policies/docs/", "x.md"].join(
      "\r\n",
    ),
  );

  it("is decided by its last line that matches", () => {
    expect(ownersOf("policies/a.ts")).toEqual(["@acme/guards", "@ada"]);
    expect(ownersOf("README.md")).toEqual(["@everybody"]);
  });

  it("may leave a folder to nobody", () => {
    expect(ownersOf("policies/docs/a.md")).toEqual([]);
  });

  it("says nothing of a file that no line matches", () => {
    expect(codeOwners("/a @b\n")("c")).toEqual([]);
  });
});
