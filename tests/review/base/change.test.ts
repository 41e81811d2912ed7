import { writeFileSync } from "node:fs";
import { join } from "node:path";
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

  it("says of a file that it is larger than a stack's file ever is, not that it is missing", async () => {
    const { place, commit } = await repository();
    const head = await commit({ "Pulumi.prod.yaml": "x".repeat(1_000_001) });
    await expect(fileAt(place, head, "Pulumi.prod.yaml")).rejects.toMatchObject({
      code: "FILE_TOO_LARGE",
      message: expect.stringMatching(/^FILE_TOO_LARGE: Pulumi\.prod\.yaml has more than 1 MB in [0-9a-f]{40}/),
    });
  });

  it("says that Git did not answer in time, not that nothing is there", async () => {
    const { place } = await repository();
    writeFileSync(join(place.project, "git"), "#!/bin/sh\nexec tail -f /dev/null\n", { mode: 0o755 });
    const slow = { ...place, env: { ...place.env, PATH: `${place.project}:${place.env.PATH}` } };
    await expect(git(slow, ["rev-parse", "HEAD"], { timeoutMs: 100 })).rejects.toMatchObject({
      code: "GIT_SLOW",
      message: expect.stringContaining("at git rev-parse HEAD"),
    });
  });

  it("knows nothing where there is no Git at all", async () => {
    const { place } = await repository();
    expect(await git({ ...place, env: { PATH: place.project } }, ["rev-parse", "HEAD"])).toBeUndefined();
  });
});
