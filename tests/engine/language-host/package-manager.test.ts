import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageManagerOf } from "../../../engine/language-host/package-manager.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-manager-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("package manager", () => {
  it.each([
    ["yarn.lock", "yarn"],
    ["pnpm-lock.yaml", "pnpm"],
    ["bun.lock", "bun"],
  ])("is told by %s", async (lock, name) => {
    await writeFile(join(folder, lock), "");
    expect(packageManagerOf(folder, "auto")).toEqual({ name, install: ["install"] });
  });

  it("is what Pulumi.yaml names, whatever the lock file", async () => {
    await writeFile(join(folder, "yarn.lock"), "");
    expect(packageManagerOf(folder, "pnpm").name).toBe("pnpm");
  });

  it("installs what the lock says when nothing is installed", async () => {
    await writeFile(join(folder, "package-lock.json"), "{}");
    expect(packageManagerOf(folder, "auto").install[0]).toBe("ci");
  });

  it("never deletes packages that are in use", async () => {
    await writeFile(join(folder, "package-lock.json"), "{}");
    await mkdir(join(folder, "node_modules"));
    expect(packageManagerOf(folder, "auto").install[0]).toBe("install");
  });

  it("is npm for a package without a lock file, even below one that has another", async () => {
    await writeFile(join(folder, "yarn.lock"), "");
    await mkdir(join(folder, "plugin"));
    await writeFile(join(folder, "plugin", "package.json"), "{}");
    expect(packageManagerOf(join(folder, "plugin"), "auto")).toMatchObject({ name: "npm" });
  });
});
