import path from "node:path";
import { expect, it, vi } from "vitest";
import type { Lock } from "../../engine/bootstrap/lock.js";
import type { Way } from "../../engine/candidates.ts";
import { type Acquisition, ensureEngine } from "../../engine/ready.ts";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

function bareMachine(): FakeMachine {
  const machine = fakeMachine();
  machine.env.PATH = path.join(machine.folder, "bin");
  return machine;
}

function way(name: Way, acquire: (env: NodeJS.ProcessEnv, lock: Lock) => Promise<string | undefined>) {
  return { way: name, acquire: vi.fn(acquire) } satisfies Acquisition;
}

const notReachable = way("npm", async () => "get.pulumi.com cannot be reached");
const noGo = way("go", async () => "there is no `go` on PATH");

/** Stands for any way that works: afterwards there is a Pulumi. */
function installing(name: Way, machine: FakeMachine) {
  return way(name, async () => {
    machine.program("pulumi", "echo v3.260.0");
    return undefined;
  });
}

it("gets nothing when an engine is there", async () => {
  const machine = bareMachine();
  machine.program("pulumi", "echo v3.260.0");
  const download = installing("npm", machine);
  await expect(ensureEngine(machine.env, [download])).resolves.toMatchObject({ way: "path" });
  expect(download.acquire).not.toHaveBeenCalled();
});

it("builds only when the download does not work", async () => {
  const machine = bareMachine();
  const build = installing("go", machine);
  await expect(ensureEngine(machine.env, [notReachable, build])).resolves.toMatchObject({ version: "3.260.0" });
  expect(build.acquire).toHaveBeenCalledOnce();
  const second = installing("go", machine);
  await ensureEngine(machine.env, [second]);
  expect(second.acquire).not.toHaveBeenCalled();
});

it("tries only the forced way", async () => {
  const machine = bareMachine();
  const download = installing("npm", machine);
  const env = { ...machine.env, CUTOVER_ENGINE: "go" };
  await expect(ensureEngine(env, [download, noGo])).rejects.toThrow(
    /^ENGINE_MISSING: CUTOVER_ENGINE=go allows no other .*\n {2}Go modules: there is no `go` on PATH\n/,
  );
  expect(download.acquire).not.toHaveBeenCalled();
});

it("says what was tried and lists every way when it cannot go on", async () => {
  const machine = bareMachine();
  machine.program("pulumi", "echo v3.100.0");
  await expect(ensureEngine(machine.env, [notReachable, noGo])).rejects.toMatchObject({
    code: "ENGINE_MISSING",
    message: [
      "ENGINE_MISSING: there is no Pulumi engine, and none can be got",
      `  ${machine.folder}/bin/pulumi: 3.100.0 is older than 3.249.0`,
      "  npm launcher: get.pulumi.com cannot be reached",
      "  Go modules: there is no `go` on PATH",
      "  fix, any one of:",
      "    - install Pulumi 3.249.0 or newer: https://www.pulumi.com/docs/install/",
      "    - let this machine reach get.pulumi.com (HTTPS_PROXY is respected) and npm's registry, and run the command again",
      "    - install Go (https://go.dev/dl/), let it reach a Go module proxy (`go env GOPROXY`), and run the command again",
      "    - copy .cutover/engine from another clone on the same kind of machine, or name it in CUTOVER_ENGINE_DIR",
    ].join("\n"),
  });
});

it("lets one of two do the work and gives both its result", async () => {
  const machine = bareMachine();
  const both = way("go", async (env, lock) => {
    await new Promise((resolve) => setImmediate(resolve));
    return installing("go", machine).acquire(env, lock);
  });
  const choices = await Promise.all([ensureEngine(machine.env, [both]), ensureEngine(machine.env, [both])]);
  expect(choices[0]).toEqual(choices[1]);
  expect(both.acquire).toHaveBeenCalledOnce();
});

it("says which folder cannot be written to, and how to name another", async () => {
  const machine = bareMachine();
  machine.write("engines", "a file, not a folder");
  await expect(ensureEngine(machine.env, [noGo])).rejects.toMatchObject({
    code: "FOLDER_UNWRITABLE",
    message: expect.stringContaining("export CUTOVER_ENGINE_DIR=<folder>"),
  });
});

it("can be tried again at once after it failed", async () => {
  const machine = bareMachine();
  await expect(ensureEngine(machine.env, [noGo])).rejects.toMatchObject({ code: "ENGINE_MISSING" });
  await expect(ensureEngine(machine.env, [installing("go", machine)])).resolves.toMatchObject({ version: "3.260.0" });
});
