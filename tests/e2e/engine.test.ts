import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterEach, expect, it, onTestFinished } from "vitest";
import { root } from "../../engine/bootstrap/places.js";
import { engineEnvironment } from "../../engine/environment.ts";
import { eventually } from "../support/eventually.ts";

const cutover = path.join(root, "cli", "cutover.js");

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** A project whose program waits for ever when it is told to, with its own state. */
function project() {
  const folder = mkdtempSync(path.join(tmpdir(), "cutover-engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  writeFileSync(
    path.join(folder, "Pulumi.yaml"),
    "name: waiting\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.js\n",
  );
  writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(
    path.join(folder, "index.js"),
    [
      'import { writeFileSync } from "node:fs";',
      "if (process.env.WAIT) {",
      '  writeFileSync("begun", "");',
      "  await new Promise(() => setInterval(() => {}, 1000));",
      "}",
      'console.log("through");',
    ].join("\n"),
  );
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "x",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const options = { cwd: folder, env, reject: false, all: true } as const;
  return {
    run: (...args: string[]) => execa(process.execPath, [cutover, "pulumi", ...args, "--non-interactive"], options),
    start(file: string, args: string[], more: NodeJS.ProcessEnv = {}) {
      const child = spawn(file, args, { cwd: folder, env: { ...env, WAIT: "1", ...more }, stdio: "ignore" });
      started.push(child);
      return child;
    },
    /** The engine itself, so that what is killed is the CLI and nothing around it. */
    startEngine(...args: string[]) {
      const engine = engineEnvironment(env);
      return this.start(engine.pulumi, [...args, "--non-interactive"], engine.env);
    },
    locks(): string[] {
      return this.lockFolder().filter((name) => name.endsWith(".json"));
    },
    lockFolder(): string[] {
      try {
        return readdirSync(path.join(folder, ".pulumi", "locks", "organization", "waiting", "dev"));
      } catch {
        return [];
      }
    },
    /** The program runs: before that the engine takes an interrupt for its end, and leaves its lock. */
    begun() {
      return eventually(() => expect(existsSync(path.join(folder, "begun"))).toBe(true));
    },
    locked() {
      return eventually(() => expect(this.locks()).toHaveLength(1));
    },
  };
}

it("`cutover engine doctor` names a choice that works, and the candidates it looked at", async () => {
  const { stdout, exitCode } = await execa(process.execPath, [cutover, "engine", "doctor", "--json"], {
    reject: false,
  });
  expect(exitCode).toBe(0);
  const { choice, candidates } = JSON.parse(stdout);
  expect(candidates).toContainEqual(expect.objectContaining({ pulumi: choice.pulumi, usable: true }));
  const { stdout: version } = await execa(choice.pulumi, ["version"]);
  expect(version.replace(/^v/, "")).toBe(choice.version);
});

it("`cutover engine doctor` ends with 1 and the ways there are where no engine is", async () => {
  const empty = mkdtempSync(path.join(tmpdir(), "cutover-engine-"));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  const env = { PATH: path.dirname(process.execPath), CUTOVER_ENGINE: "go", CUTOVER_ENGINE_DIR: empty, NO_COLOR: "1" };
  const { stdout, exitCode } = await execa(process.execPath, [cutover, "engine", "doctor"], { env, reject: false });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^engine +none is usable yet\n +- node engine\/bootstrap\.js engine\/ready\.ts .*\n +- install Go/,
  );
  expect(stdout).toContain(`✗ go            ${empty}/3.259.0/pulumi\n  not there yet`);
});

it("`cutover pulumi` hands everything to the engine, help and exit code included, in the caller's folder", async () => {
  const { run } = project();
  const help = await execa(process.execPath, [cutover, "pulumi", "stack", "--help"]);
  expect(help.stdout).toContain("pulumi stack [command]");
  expect(await run("stack", "init", "dev")).toMatchObject({ exitCode: 0 });
  expect(await run("preview", "--stack", "dev")).toMatchObject({
    exitCode: 0,
    all: expect.stringContaining("through"),
  });
  const missing = await run("preview", "--stack", "nowhere");
  expect(missing).toMatchObject({ all: expect.stringContaining("no stack named 'nowhere' found") });
  expect(missing.exitCode).toBeGreaterThan(0);
});

it("a lock that a killed engine left stops plain pulumi, and is released by `cutover pulumi`", async () => {
  const waiting = project();
  await waiting.run("stack", "init", "dev");
  const up = waiting.startEngine("up", "--yes", "--stack", "dev");
  await waiting.locked();
  up.kill("SIGKILL");
  await once(up, "exit");

  const plain = waiting.startEngine("up", "--yes", "--stack", "dev");
  expect(await once(plain, "exit")).not.toEqual([0, null]);
  expect(waiting.locks()).toHaveLength(1);

  const { exitCode, stderr } = await waiting.run("up", "--yes", "--stack", "dev");
  expect(stderr).toMatch(
    new RegExp(`^cutover: released the lock of stack dev: process ${up.pid}, which took it at `, "m"),
  );
  expect(exitCode).toBe(0);
  expect(waiting.lockFolder()).toEqual([]);
});

it("a lock of a running engine is kept", async () => {
  const waiting = project();
  await waiting.run("stack", "init", "dev");
  waiting.startEngine("up", "--yes", "--stack", "dev");
  await waiting.locked();
  const second = await waiting.run("up", "--yes", "--stack", "dev");
  expect(second.exitCode).toBeGreaterThan(0);
  expect(second.all).toContain("the stack is currently locked by 1 lock(s)");
  expect(waiting.locks()).toHaveLength(1);
});

it("`cutover pulumi` passes an interrupt on, and the engine ends in order", async () => {
  const waiting = project();
  await waiting.run("stack", "init", "dev");
  const up = waiting.start(process.execPath, [cutover, "pulumi", "up", "--yes", "--stack", "dev", "--non-interactive"]);
  await waiting.begun();
  up.kill("SIGINT");
  const [code] = await once(up, "exit");
  expect(code).not.toBe(0);
  expect(waiting.locks()).toEqual([]);
});

it("the preparation costs under 0.3 s when all is there", async () => {
  const script = path.join(mkdtempSync(path.join(tmpdir(), "cutover-cost-")), "empty.mjs");
  onTestFinished(() => rmSync(path.dirname(script), { recursive: true }));
  writeFileSync(script, "");
  const timed = async (args: string[]) => {
    const began = performance.now();
    await execa(process.execPath, args, { cwd: root });
    return performance.now() - began;
  };
  const bootstrap = ["engine/bootstrap.js", script];
  await timed(bootstrap);
  const runs = [];
  for (let run = 0; run < 5; run++) runs.push((await timed(bootstrap)) - (await timed([script])));
  const cost = Math.min(...runs);
  console.log(`the preparation costs ${cost.toFixed(0)} ms (best of ${runs.map((ms) => ms.toFixed(0)).join(", ")})`);
  expect(cost).toBeLessThan(300);
});
