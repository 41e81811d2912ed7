import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { root } from "../../../engine/bootstrap/places.js";
import { eventually } from "../../support/eventually.ts";
import { type FakeMachine, fakeMachine } from "../fake-machine.ts";

const NPM = "mkdir -p node_modules/.bin; echo '{}' > node_modules/.package-lock.json";

interface Clone extends FakeMachine {
  start(args: string[], env?: NodeJS.ProcessEnv): ChildProcess;
  run(
    args: string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; signal: string | null; out: string; err: string }>;
}

/** A clone with the real bootstrap and nothing installed, an npm that does this, and this Node on PATH. */
function clone(npm = NPM): Clone {
  const machine = fakeMachine();
  const folder = path.join(machine.folder, "clone");
  mkdirSync(folder);
  for (const part of ["bootstrap.js", "bootstrap", "versions.js"]) {
    cpSync(path.join(root, "engine", part), path.join(folder, "engine", part), { recursive: true });
  }
  machine.write("clone/package.json", '{"type":"module"}');
  machine.write("clone/package-lock.json", '{"packages":{}}');
  machine.program("npm", `echo $1 >> $HERE/npm; ${npm}`);
  machine.env.PATH = [path.join(machine.folder, "bin"), path.dirname(process.execPath), "/usr/bin", "/bin"].join(":");
  const start = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, ["engine/bootstrap.js", ...args], { cwd: folder, env: { ...machine.env, ...env } });
  const run = async (args: string[], env?: NodeJS.ProcessEnv) => {
    const child = start(args, env);
    child.stdin?.end("typed");
    const ended = once(child, "close");
    const [out, err] = await Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : "")));
    const [code, signal] = await ended;
    return { code, signal, out: out ?? "", err: err ?? "" };
  };
  return { ...machine, start, run };
}

it("installs, then runs the script with its arguments, input, output and exit code", async () => {
  const { write, run } = clone();
  write(
    "clone/script.js",
    'process.stdin.pipe(process.stdout); console.error(process.argv.slice(2).join("|")); process.exitCode = 7;',
  );
  const { code, out, err } = await run(["--no-engine", "script.js", "a b", "--flag"]);
  expect({ code, out }).toEqual({ code: 7, out: "typed" });
  expect(err).toMatch(
    /^packages {2}npm ci …\npackages {2}✓ 0 packages as in package-lock\.json \(.* s\)\na b\|--flag\n$/,
  );
});

it("says nothing and starts neither npm nor anything else the second time", async () => {
  const { write, run, log } = clone();
  write("clone/script.js", "");
  await run(["--no-engine", "script.js"]);
  expect(await run(["--no-engine", "script.js"])).toEqual({ code: 0, signal: null, out: "", err: "" });
  expect(log("npm")).toEqual(["ci"]);
});

it("puts installed commands first on the script's PATH", async () => {
  const { folder, write, run } = clone();
  write("clone/script.js", "process.stdout.write(process.env.PATH.split(':')[0])");
  expect(await run(["--no-engine", "script.js"])).toMatchObject({
    out: path.join(folder, "clone", "node_modules", ".bin"),
  });
});

it("gets the engine ready before a script that needs one, and not without need", async () => {
  const { write, run } = clone();
  write("clone/engine/ready.ts", 'console.log("ready");');
  write("clone/script.js", 'console.log("script");');
  expect(await run(["script.js"])).toMatchObject({ code: 0, out: "ready\nscript\n" });
  expect(await run(["--no-engine", "script.js"])).toMatchObject({ out: "script\n" });
});

it("does not run the script when there is no engine, and ends like the preparation did", async () => {
  const { write, run } = clone();
  write("clone/engine/ready.ts", "process.exitCode = 1;");
  write("clone/script.js", 'console.log("script");');
  expect(await run(["script.js"])).toMatchObject({ code: 1, out: "" });
});

it("ends with 1 and the ways there are when npm fails, without a stack", async () => {
  const { run } = clone("exit 1");
  const { code, err } = await run(["--no-engine", "script.js"]);
  expect(code).toBe(1);
  expect(err).toContain("PACKAGES_NOT_INSTALLED: ");
  expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m);
});

it("says how it is used when no script is named", async () => {
  expect(await clone().run([])).toMatchObject({
    code: 1,
    err: expect.stringContaining("SCRIPT_MISSING: which script is to be run?"),
  });
});

it("ends by the signal that ended the script", async () => {
  const { write, run } = clone();
  write("clone/script.js", 'process.kill(process.pid, "SIGKILL");');
  expect(await run(["--no-engine", "script.js"])).toMatchObject({ code: null, signal: "SIGKILL" });
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on to the script and waits for it", async (signal) => {
  const { write, start } = clone();
  write(
    "clone/script.js",
    `process.on("${signal}", () => { console.log("cleaned"); process.exit(3); }); setInterval(() => {}, 9); console.log("up");`,
  );
  const child = start(["--no-engine", "script.js"]);
  const out: string[] = [];
  child.stdout?.on("data", (chunk) => out.push(String(chunk)));
  await eventually(() => expect(out.join("")).toBe("up\n"));
  child.kill(signal);
  expect(await once(child, "close")).toEqual([3, null]);
  expect(out.join("")).toBe("up\ncleaned\n");
});

it("leaves no process and no lock when it is interrupted while installing, and the next run works", async () => {
  const machine = clone(`[ -e $HERE/again ] || { sleep 60 & echo $! > $HERE/sleeper; wait; }; ${NPM}`);
  machine.write("clone/script.js", "");
  const child = machine.start(["--no-engine", "script.js"]);
  const ended = once(child, "close");
  await eventually(() => expect(machine.log("sleeper")).toHaveLength(1));
  child.kill("SIGINT");
  expect(await ended).toEqual([null, "SIGINT"]);
  const [sleeper] = machine.log("sleeper");
  await eventually(() => expect(() => process.kill(Number(sleeper), 0)).toThrow(/ESRCH/));
  expect(existsSync(path.join(machine.folder, "clone", ".cutover", "packages.lock"))).toBe(false);
  machine.write("again", "");
  expect(await machine.run(["--no-engine", "script.js"])).toMatchObject({ code: 0 });
});
