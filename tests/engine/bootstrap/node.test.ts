import { existsSync, realpathSync, truncateSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { ensureNode } from "../../../engine/bootstrap/node.js";
import { type FakeMachine, fakeMachine } from "../fake-machine.ts";

beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

const GOOD = `fs.mkdirSync("bin", { recursive: true });
fs.writeFileSync("bin/node", "#!/bin/sh\\necho started >> ${"$"}HERE/starts; echo v24.21.0\\n", { mode: 0o755 });`;

/** A clone with the npm package `node` whose installer does this, and an older Node first on PATH. */
function cloneWithNode(installer = GOOD): FakeMachine & { root: string; node: string; ensure(): Promise<string> } {
  const machine = fakeMachine();
  machine.program("node", "echo v20.20.2");
  machine.write("clone/node_modules/.bin/other", "");
  machine.write("clone/node_modules/node/package.json", '{"version":"24.21.0"}');
  const script = `const fs = require("fs"); fs.appendFileSync("${machine.folder}/installs", "1\\n"); ${installer}`;
  machine.write("clone/node_modules/node/installArchSpecificPackage.js", script.replaceAll("$HERE", machine.folder));
  const root = path.join(machine.folder, "clone");
  const node = path.join(root, "node_modules", "node", "bin", "node");
  return { ...machine, root, node, ensure: () => ensureNode(root, machine.env) };
}

it("uses the Node that runs it when it is new enough and the one on PATH", async () => {
  const clone = cloneWithNode();
  const env = { ...clone.env, PATH: path.dirname(process.execPath) };
  await expect(ensureNode(clone.root, env)).resolves.toBe(process.execPath);
  expect(clone.log("installs")).toEqual([]);
});

it("installs the packaged Node where `node` on PATH is another one, and puts it among the commands", async () => {
  const clone = cloneWithNode();
  await expect(clone.ensure()).resolves.toBe(clone.node);
  expect(realpathSync(path.join(clone.root, "node_modules", ".bin", "node"))).toBe(realpathSync(clone.node));
});

it("installs it once, and starts it once to see that it works", async () => {
  const clone = cloneWithNode();
  await clone.ensure();
  await clone.ensure();
  await clone.ensure();
  expect(clone.log("installs")).toHaveLength(1);
  expect(clone.log("starts")).toHaveLength(1);
});

it("installs it again when the file was truncated", async () => {
  const clone = cloneWithNode();
  await clone.ensure();
  truncateSync(clone.node, 4);
  await expect(clone.ensure()).resolves.toBe(clone.node);
  expect(clone.log("installs")).toHaveLength(2);
});

it.each([
  ["fails", "process.exit(9)", /exit code 9/],
  ["installs an older one", GOOD.replace("v24.21.0", "v18.0.0"), /bin\/node is v18\.0\.0/],
  [
    "installs something that does not start",
    'fs.mkdirSync("bin"); fs.writeFileSync("bin/node", "x");',
    /does not start: /,
  ],
])("says which ways there are when the installer %s", async (_title, installer, problem) => {
  const clone = cloneWithNode(installer);
  await expect(clone.ensure()).rejects.toMatchObject({
    code: "NODE_NOT_INSTALLED",
    message: expect.stringMatching(problem),
  });
  await expect(clone.ensure()).rejects.toThrow(
    /\n {2}fix, any one of:\n {4}- install Node 24 or newer .*\n {4}- connect this machine to an npm registry/,
  );
  expect(existsSync(path.join(clone.root, ".cutover", "packages.lock"))).toBe(false);
});
