import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installedPackages } from "../../../engine/language-host/installed-packages.ts";
import { pluginsIn } from "../../../engine/language-host/required-plugins.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-packages-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function manifest(at: string, content: object | string): Promise<void> {
  const file = join(folder, at, "package.json");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
}

const names = (directory = folder): string[] => installedPackages(directory).map(({ name }) => name);

describe("installed packages", () => {
  it("follows dependencies as Node does: nested before hoisted", async () => {
    await manifest(".", { dependencies: { a: "1" }, devDependencies: { tool: "1" } });
    await manifest("node_modules/a", {
      name: "a",
      version: "1.0.0",
      dependencies: { b: "2" },
      devDependencies: { x: "1" },
    });
    await manifest("node_modules/a/node_modules/b", { name: "b", version: "2.0.0" });
    await manifest("node_modules/b", { name: "b", version: "1.0.0" });
    await manifest("node_modules/tool", { name: "tool", version: "3.0.0" });
    await manifest("node_modules/x", { name: "x", version: "1.0.0" });

    expect(installedPackages(folder)).toEqual([
      { name: "a", version: "1.0.0", direct: true, pulumi: undefined },
      { name: "b", version: "2.0.0", direct: false, pulumi: undefined },
      { name: "tool", version: "3.0.0", direct: true, pulumi: undefined },
    ]);
  });

  it("finds packages above a program in a folder of its own, and linked ones once", async () => {
    await manifest("node_modules/a", { name: "a", dependencies: { b: "1" } });
    await manifest("store/b", { name: "b", dependencies: { a: "1" } });
    await symlink(join(folder, "store/b"), join(folder, "node_modules/b"));
    await manifest("program", { dependencies: { a: "1", b: "1" } });
    expect(names(join(folder, "program"))).toEqual(["a", "b"]);
  });

  it("passes over what is not installed or cannot be read", async () => {
    await manifest(".", { dependencies: { gone: "1", broken: "1", odd: "1" } });
    await manifest("node_modules/broken", "{");
    await manifest("node_modules/odd", { name: "odd", version: 7, dependencies: ["a"], pulumi: "yes" });
    expect(names()).toEqual(["odd"]);
  });
});

describe("required plugins", () => {
  it("names the plugins of the packages that have one, as the packages say", async () => {
    await manifest(".", {
      dependencies: { "@pulumi/aws": "1", "@vendor/cloud": "1", "@pulumiverse/vercel": "1", plain: "1" },
    });
    await manifest("node_modules/@pulumi/aws", { name: "@pulumi/aws", version: "6.1.0", pulumi: { resource: true } });
    await manifest("node_modules/@vendor/cloud", {
      name: "@vendor/cloud",
      version: "v1.0.0",
      pulumi: { resource: true },
    });
    await manifest("node_modules/@pulumiverse/vercel", {
      name: "@pulumiverse/vercel",
      version: "5.4.1",
      pulumi: { resource: true, name: "vercel", version: "5.4.0", server: "github://api.github.com/pulumiverse" },
    });
    await manifest("node_modules/plain", { name: "plain", version: "1.0.0", pulumi: { resource: false } });

    expect(pluginsIn(folder)).toEqual([
      { name: "aws", version: "v6.1.0", server: "" },
      { name: "vendor/cloud", version: "v1.0.0", server: "" },
      { name: "vercel", version: "v5.4.0", server: "github://api.github.com/pulumiverse" },
    ]);
  });
});
