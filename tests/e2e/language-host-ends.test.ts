import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { processesWith, until } from "./support/processes.ts";
import { type ScratchProject, scratchProject } from "./support/scratch-project.ts";

const hanging = `
import { spawn } from "node:child_process";
spawn("sleep", ["600"]);
console.log("program hangs");
setInterval(() => {}, 1000);
await new Promise(() => {});
`;
const pack = {
  "policies/PulumiPolicy.yaml": "runtime: nodejs\n",
  "policies/package.json": JSON.stringify({ name: "pack", version: "0.0.1", private: true, main: "main.js" }),
  "policies/main.js": 'const { PolicyPack } = require("@pulumi/policy"); new PolicyPack("pack", { policies: [] });',
};

/** Starts a preview whose program never ends, and waits until it hangs. `mark` is in the environment of all its processes. */
async function hang(project: ScratchProject) {
  const mark = randomUUID();
  const command = project.pulumi(["preview", "--policy-pack=policies"], { SCRATCH_MARK: mark });
  await new Promise<void>((resolve, reject) => {
    let seen = "";
    command.all.on("data", (chunk: Buffer) => {
      seen += chunk;
      if (seen.includes("program hangs")) resolve();
    });
    command.all.on("end", () => reject(new Error(`the preview ended early: ${seen}`)));
  });
  return { mark, command };
}

describe("ends", () => {
  it("ends within 2 s of Ctrl-C during a program that hangs, and leaves no process", async () => {
    await using project = await scratchProject({ "index.ts": hanging, ...pack });
    const { mark, command } = await hang(project);
    expect((await processesWith(mark)).length).toBeGreaterThanOrEqual(5);

    const asked = performance.now();
    command.kill("SIGINT");
    const { exitCode } = await command;

    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(exitCode).not.toBe(0);
    await until(
      () => processesWith(mark),
      (left) => left.length === 0,
      1_000,
    );
  });

  it("leaves no process when the CLI is killed with SIGKILL", async () => {
    await using project = await scratchProject({ "index.ts": hanging, ...pack });
    const { mark, command } = await hang(project);

    command.kill("SIGKILL");
    await command;

    await until(
      () => processesWith(mark),
      (left) => left.length === 0,
      5_000,
    );
  });

  it("leaves no process when a program ends as it should", async () => {
    await using project = await scratchProject({ "index.ts": "", ...pack });
    const mark = randomUUID();
    const { exitCode } = await project.pulumi(["preview", "--policy-pack=policies"], { SCRATCH_MARK: mark });
    expect(exitCode).toBe(0);
    await until(
      () => processesWith(mark),
      (left) => left.length === 0,
      1_000,
    );
  });
});
