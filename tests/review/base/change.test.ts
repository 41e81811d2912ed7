import { describe, expect, it } from "vitest";
import { changeOf } from "../../../review/base/change.ts";
import { commitOf, fileAt, git } from "../../../review/base/git.ts";
import { repository } from "./repository.ts";

const file = (percent: number) => `config:\n  cutover:rollout: {percent: ${percent}}\n`;

describe("what a branch brings", () => {
  it("is compared with where it began, whatever the base did since", async () => {
    const { place, commit, run } = await repository();
    await commit({ "Pulumi.prod.yaml": file(10), "policies/a.ts": "one" });
    await run("switch", "--quiet", "--create", "change");
    const head = await commit({ "Pulumi.prod.yaml": file(50), "policies/a.ts": "two" });
    await run("switch", "--quiet", "main");
    const base = await commit({ "Pulumi.prod.yaml": file(0) });
    const change = await changeOf(place, "Pulumi.prod.yaml", base, head);
    expect(change).toMatchObject({ files: ["Pulumi.prod.yaml", "policies/a.ts"], prefix: "", before: file(10) });
    expect(change.weakenings.map(({ file: at }) => at)).toContain("policies/a.ts");
  });

  it("is found where the project is a folder of the repository", async () => {
    const { place, commit } = await repository("infra");
    const base = await commit({ "infra/Pulumi.prod.yaml": file(0), "Pulumi.prod.yaml": "another's\n" });
    const head = await commit({ "infra/Pulumi.prod.yaml": file(10) });
    const change = await changeOf(place, "Pulumi.prod.yaml", base, head);
    expect(change).toMatchObject({ files: ["infra/Pulumi.prod.yaml"], prefix: "infra/", before: file(0) });
    expect(await fileAt(place, head, "Pulumi.prod.yaml")).toBe(file(10));
  });
});

describe("Git is asked for data only", () => {
  it.each(["--help", "-x", "main~9", "no-such-branch", ""])("%j is no commit", async (ref) => {
    const { place, commit } = await repository();
    await commit({ a: "a" });
    await expect(commitOf(place, ref)).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  });

  it("reads a file as it is stored, without the filters that the repository names", async () => {
    const { place, commit, run } = await repository();
    await run("config", "filter.evil.smudge", "false");
    const head = await commit({ ".gitattributes": "* filter=evil diff=evil\n", "Pulumi.prod.yaml": file(0) });
    expect(await fileAt(place, head, "Pulumi.prod.yaml")).toBe(file(0));
    expect(await fileAt(place, head, "Pulumi.none.yaml")).toBeUndefined();
  });

  it("takes nothing that is larger than a stack's file ever is", async () => {
    const { place, commit } = await repository();
    const head = await commit({ "Pulumi.prod.yaml": "x".repeat(1_000_001) });
    expect((await git(place, ["cat-file", "blob", `${head}:Pulumi.prod.yaml`]))?.length).toBeUndefined();
  });
});
