import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { builtCli } from "../../engine/bootstrap/fingerprint.js";
import { root } from "../../engine/bootstrap/places.js";
import { BUILT_PULUMI } from "../../engine/versions.js";
import { eventually } from "../support/eventually.ts";

const ready = path.join(root, "engine", "ready.ts");

/** Minutes on a machine whose Go has never built the engine; some ten seconds per build on one that has. */
describe.runIf(process.env.CUTOVER_TEST_SLOW === "1")("the build from Go modules", { timeout: 30 * 60_000 }, () => {
  it("survives an interrupt and a truncated result", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "cutover-build-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const env = { ...process.env, CUTOVER_ENGINE: "go", CUTOVER_ENGINE_DIR: folder };
    const prepare = () => execa(process.execPath, [ready], { env, reject: false, all: true });

    const interrupted = spawn(process.execPath, [ready], { env, stdio: "ignore" });
    await eventually(() => expect(existsSync(path.join(folder, `${BUILT_PULUMI}.building`))).toBe(true), 600_000);
    interrupted.kill("SIGINT");
    expect(await once(interrupted, "exit")).toEqual([null, "SIGINT"]);
    expect(existsSync(path.join(folder, "engine.lock"))).toBe(false);
    expect(existsSync(builtCli(env))).toBe(false);

    expect(await prepare()).toMatchObject({
      exitCode: 0,
      all: expect.stringContaining("✓ built Pulumi 3.259.0 from Go modules"),
    });
    expect((await execa(builtCli(env), ["version"])).stdout).toBe(BUILT_PULUMI);
    expect(readdirSync(folder).sort()).toEqual([BUILT_PULUMI, "choice.json"]);

    expect(await prepare()).toMatchObject({ exitCode: 0, all: expect.not.stringContaining("built Pulumi") });

    truncateSync(builtCli(env), 1_000_000);
    expect(await prepare()).toMatchObject({
      exitCode: 0,
      all: expect.stringContaining("✓ built Pulumi 3.259.0 from Go modules"),
    });
    expect((await execa(builtCli(env), ["version"])).stdout).toBe(BUILT_PULUMI);
  });
});
