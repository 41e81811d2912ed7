import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { ensurePackages, packagesReady } from "../../../engine/bootstrap/packages.js";
import { type FakeMachine, fakeMachine } from "../fake-machine.ts";

const INSTALL = "rm -rf node_modules; mkdir -p node_modules/zod; echo '{}' > node_modules/zod/package.json";

beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

/** A clone that depends on zod, and an npm that notes its calls. */
function cloneWithNpm(install = INSTALL): FakeMachine & { root: string; install(): Promise<void> } {
  const machine = fakeMachine();
  machine.write("clone/package.json", '{"dependencies":{"zod":"4.6.7"}}');
  machine.write("clone/package-lock.json", lockFile("4.6.7"));
  machine.program("npm", `echo "$@" >> $HERE/npm; ${install}`);
  const root = path.join(machine.folder, "clone");
  return { ...machine, root, install: () => ensurePackages(root, machine.env) };
}

function lockFile(version: string): string {
  return JSON.stringify({
    packages: {
      "": {},
      "node_modules/zod": { version },
      "node_modules/mac-only": { optional: true, version: "1.0.0" },
    },
  });
}

it("installs once, without running install scripts", async () => {
  const clone = cloneWithNpm();
  await clone.install();
  await clone.install();
  expect(clone.log("npm")).toEqual(["ci --no-audit --no-fund --ignore-scripts --loglevel=error"]);
  expect(readdirSync(path.join(clone.root, ".cutover"))).toEqual([]);
});

it("installs again when package-lock.json changed", async () => {
  const clone = cloneWithNpm();
  await clone.install();
  clone.write("clone/package-lock.json", lockFile("4.7.0"));
  await clone.install();
  expect(clone.log("npm")).toHaveLength(2);
});

it("installs again when a direct dependency was removed by hand", async () => {
  const clone = cloneWithNpm();
  await clone.install();
  rmSync(path.join(clone.root, "node_modules", "zod"), { recursive: true });
  await clone.install();
  expect(clone.log("npm")).toHaveLength(2);
});

it("recognises an interrupted install and does it again", async () => {
  const clone = cloneWithNpm(`${INSTALL}; [ -e $HERE/again ] || kill -9 $$`);
  await expect(clone.install()).rejects.toThrow(/npm was ended by SIGKILL/);
  expect(packagesReady(clone.root)).toBe(false);
  clone.write("again", "");
  await clone.install();
  expect(packagesReady(clone.root)).toBe(true);
});

it("accepts what somebody installed by hand, when it is what the lock says", async () => {
  const clone = cloneWithNpm();
  clone.write("clone/node_modules/zod/package.json", "{}");
  clone.write("clone/node_modules/.package-lock.json", '{"packages":{"node_modules/zod":{"version":"4.6.7"}}}');
  await clone.install();
  expect(clone.log("npm")).toEqual([]);
  expect(packagesReady(clone.root)).toBe(true);
});

it("does not accept another version that was installed by hand", async () => {
  const clone = cloneWithNpm();
  clone.write("clone/node_modules/zod/package.json", "{}");
  clone.write("clone/node_modules/.package-lock.json", lockFile("4.0.0"));
  await clone.install();
  expect(clone.log("npm")).toHaveLength(1);
});

it("installs once for two that start at the same time", async () => {
  const clone = cloneWithNpm(`sleep 0.3; ${INSTALL}`);
  await Promise.all([clone.install(), clone.install()]);
  expect(clone.log("npm")).toHaveLength(1);
});

it("says what npm said and which ways there are when npm cannot reach its registry", async () => {
  const clone = cloneWithNpm("echo 'npm error code ENOTFOUND' >&2; exit 1");
  await expect(clone.install()).rejects.toMatchObject({
    code: "PACKAGES_NOT_INSTALLED",
    message: expect.stringMatching(
      /exit code 1\n {2}at .*clone\n {2}\| code ENOTFOUND\n {2}fix, any one of:\n(.*\n)*.*npm config set registry/,
    ),
  });
  expect(existsSync(path.join(clone.root, ".cutover", "packages.lock"))).toBe(false);
});

it("names the one fix when the lock does not fit package.json", async () => {
  const said = "package.json and package-lock.json or npm-shrinkwrap.json are in sync";
  const clone = cloneWithNpm(`echo 'npm error npm ci can only install packages when your ${said}.' >&2; exit 1`);
  await expect(clone.install()).rejects.toThrow(/\n {2}fix: rm -rf node_modules package-lock\.json && npm install/);
});

it("says that there is no npm", async () => {
  const clone = cloneWithNpm();
  await expect(ensurePackages(clone.root, { PATH: "/nowhere" })).rejects.toThrow(/npm cannot be started: .*ENOENT/);
});

it("says which folder cannot be written to", async () => {
  const clone = cloneWithNpm();
  clone.write("clone/.cutover", "a file, not a folder");
  await expect(clone.install()).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  expect(clone.log("npm")).toEqual([]);
});

it("needs to write nothing when all is there", async () => {
  const clone = cloneWithNpm();
  await clone.install();
  rmSync(path.join(clone.root, ".cutover"), { recursive: true });
  chmodSync(clone.root, 0o555);
  await clone.install();
  chmodSync(clone.root, 0o755);
  expect(readdirSync(clone.root)).not.toContain(".cutover");
});
