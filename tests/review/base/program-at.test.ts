import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programAt } from "../../../review/base/program-at.ts";

let folder: string;
const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
const git = async (...args: string[]) =>
  (await execa("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: folder, env })).stdout;

/** A repository whose project is in this folder of it. */
async function committed(project: string): Promise<string> {
  await git("init", "--quiet");
  await mkdir(join(folder, project, "node_modules"), { recursive: true });
  await writeFile(join(folder, "root.txt"), "of the repository");
  await writeFile(join(folder, project, "index.ts"), "before");
  await writeFile(join(folder, project, "plugin"), "#!/bin/sh", { mode: 0o755 });
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "before");
  await writeFile(join(folder, project, "index.ts"), "after");
  return git("rev-parse", "HEAD");
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-program-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the program as a commit has it", () => {
  it.each(["", "deploy"])("is written beside the one that is here, with its packages; project %j", async (name) => {
    const commit = await committed(name);
    const place = { project: join(folder, name), env };
    const to = join(folder, "..", `${folder.split("/").at(-1)}-before`);
    try {
      await programAt(place, commit, to);
      expect(await readFile(join(to, "index.ts"), "utf8")).toBe("before");
      expect((await stat(join(to, "plugin"))).mode & 0o111).toBe(0o111);
      expect((await readdir(to)).sort()).toEqual(
        ["index.ts", "node_modules", "plugin", ...(name === "" ? ["root.txt"] : [])].sort(),
      );
      expect(await readFile(join(place.project, "index.ts"), "utf8")).toBe("after");
      expect((await git("status", "--porcelain")).trim()).toMatch(/^M \S*index\.ts$/);
    } finally {
      await rm(to, { recursive: true, force: true });
    }
  });

  it("is refused for a commit that is not here", async () => {
    await committed("");
    await expect(programAt({ project: folder, env }, "0".repeat(40), join(folder, "x"))).rejects.toMatchObject({
      code: "BASE_UNREADABLE",
    });
  });
});
