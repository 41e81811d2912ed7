import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installedVersion } from "../../../engine/language-host/installed-version.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-version-"));
  await mkdir(join(folder, "bin"));
  await mkdir(join(folder, "lib", "bin"), { recursive: true });
  await writeFile(join(folder, "lib", "bin", "pnpm.js"), "throw new Error('started')");
  await symlink(join(folder, "lib", "bin", "pnpm.js"), join(folder, "bin", "pnpm"));
});
afterEach(() => rm(folder, { recursive: true }));

const path = () => ["", join(folder, "nowhere"), join(folder, "bin")].join(delimiter);

describe("the version of an installed command", () => {
  it("is that of the package which holds it, and the command is not started", async () => {
    await writeFile(join(folder, "lib", "package.json"), JSON.stringify({ name: "pnpm", version: "10.4.1" }));
    expect(installedVersion("pnpm", path())).toBe("10.4.1");
  });

  it("is not known of a launcher in a package of another name", async () => {
    await writeFile(join(folder, "lib", "package.json"), JSON.stringify({ name: "corepack", version: "0.34.0" }));
    expect(installedVersion("pnpm", path())).toBeUndefined();
  });

  it("is not known of a program that is in no package", async () => {
    await writeFile(join(folder, "bin", "bun"), "");
    await chmod(join(folder, "bin", "bun"), 0o755);
    expect(installedVersion("bun", join(folder, "bin"))).toBeUndefined();
  });

  it("is not known of what is not on PATH", () => {
    expect(installedVersion("yarn", path())).toBeUndefined();
  });
});
