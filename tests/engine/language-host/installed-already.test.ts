import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installedAlready } from "../../../engine/language-host/installed-already.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-installed-"));
  await mkdir(join(folder, "node_modules"));
});
afterEach(() => rm(folder, { recursive: true }));

const one = { version: "1.0.0", integrity: "sha512-one" };
const foreign = { version: "2.0.0", integrity: "sha512-foreign", optional: true };

async function stands({ declared = { one: "1.0.0" }, installed = { "node_modules/one": one } as object } = {}) {
  const wanted = { "": { dependencies: { one: "1.0.0" } }, "node_modules/one": one, "node_modules/foreign": foreign };
  await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies: declared }));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages: wanted }));
  await writeFile(join(folder, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
  return installedAlready(folder);
}

describe("packages are installed already", () => {
  it("when npm's record holds all of the lock, but for optional packages of other platforms", async () => {
    expect(await stands()).toBe(true);
  });

  it("not when one is missing", async () => {
    expect(await stands({ installed: {} })).toBe(false);
  });

  it("not when one is of another version or content", async () => {
    expect(await stands({ installed: { "node_modules/one": { ...one, version: "1.0.1" } } })).toBe(false);
    expect(await stands({ installed: { "node_modules/one": { ...one, integrity: "sha512-other" } } })).toBe(false);
  });

  it("not when package.json asks for something the lock does not hold", async () => {
    expect(await stands({ declared: { one: "1.0.0", two: "1.0.0" } as never })).toBe(false);
  });

  it("not when nothing is there, or cannot be read", async () => {
    expect(await installedAlready(join(folder, "nowhere"))).toBe(false);
    await writeFile(join(folder, "package.json"), "{");
    expect(await installedAlready(folder)).toBe(false);
  });
});
