import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { probeCommand } from "../../checks/command.ts";
import { releaseGates } from "../../config/release-gates.ts";
import { eventually } from "../support/eventually.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "cutover-gate-"));
});
afterEach(() => rm(root, { recursive: true }));

const node = (code: string) => [process.execPath, "--eval", code];

async function judge(gate: Record<string, unknown>, signal?: AbortSignal) {
  const [parsed] = releaseGates.parse([{ name: "gate", ...gate }]);
  if (!parsed) throw new Error("no gate");
  return probeCommand(parsed, { root, env: process.env, now: () => new Date() }, signal);
}

/** What a persona regression run may say (S1.4). */
const thresholds = {
  type: "object",
  required: ["overall", "adversarial", "channel_isolation"],
  properties: {
    overall: { type: "number", minimum: 0.95 },
    adversarial: { type: "number", minimum: 0.95 },
    channel_isolation: { const: 1 },
  },
};
const writing = (rates: object) =>
  node(`require("fs").writeFileSync(${JSON.stringify(join(root, "proof.json"))}, '${JSON.stringify(rates)}')`);
const output = { file: "proof.json", schema: thresholds };

describe("a release gate", () => {
  it("S1.4 passes when the command ends as declared", async () => {
    expect(await judge({ run: node("process.exit(0)") })).toMatchObject({ outcome: "pass", observed: "exit code 0" });
    expect(await judge({ run: node("process.exit(3)"), exitCode: 3 })).toMatchObject({ outcome: "pass" });
  });

  it("S1.4 S0.3 fails when it ends otherwise, and keeps the last lines", async () => {
    const run = node('console.log("1 failed: test_hash"); console.error("see above"); process.exit(1)');
    expect(await judge({ run })).toMatchObject({
      outcome: "fail",
      differences: [{ at: "exit code", observed: "1", expected: "0" }],
      lastLines: expect.arrayContaining(["1 failed: test_hash", "see above"]),
    });
  });

  it("S1.4 passes with pass rates over the thresholds", async () => {
    const run = writing({ overall: 0.97, adversarial: 0.95, channel_isolation: 1 });
    expect(await judge({ run, output })).toMatchObject({ outcome: "pass" });
  });

  it("S1.4 fails with a pass rate under its threshold, naming it", async () => {
    const run = writing({ overall: 0.97, adversarial: 0.95, channel_isolation: 0.99 });
    expect(await judge({ run, output })).toMatchObject({
      outcome: "fail",
      differences: [{ at: "body.channel_isolation", observed: "0.99", expected: "1" }],
    });
  });

  it("is inconclusive when the document is of an earlier run", async () => {
    await writeFile(join(root, "proof.json"), '{"overall":1,"adversarial":1,"channel_isolation":1}');
    await utimes(join(root, "proof.json"), new Date(0), new Date(0));
    expect(await judge({ run: node(""), output })).toMatchObject({
      outcome: "inconclusive",
      reason: "proof.json is of an earlier run",
    });
  });

  it("is inconclusive when there is no document, or none that can be read", async () => {
    expect(await judge({ run: node(""), output })).toMatchObject({ reason: "it wrote no proof.json" });
    const broken = { run: node('console.log("{")'), output: { schema: thresholds } };
    expect(await judge(broken)).toMatchObject({ outcome: "inconclusive", reason: "its standard output is not JSON" });
  });

  it("is inconclusive when the command cannot be started", async () => {
    expect(await judge({ run: ["no-such-program"] })).toMatchObject({
      outcome: "inconclusive",
      reason: "it could not be started in the repository's root: ENOENT",
    });
  });

  it("fails when its time is over, and stops what the command started", async () => {
    const inner = `require("fs").writeFileSync(${JSON.stringify(join(root, "pid"))}, String(process.pid)); setInterval(() => {}, 1000)`;
    const run = node(`
      require("child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(inner)}]);
      setInterval(() => {}, 1000);
    `);
    const verdict = await judge({ run, within: "PT1.5S" });
    expect(verdict).toMatchObject({ outcome: "fail", observed: "still running after PT1.5S" });
    const pid = Number(await readFile(join(root, "pid"), "utf8"));
    await eventually(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  });

  it("gives arguments to the program as they are written, with no shell between", async () => {
    const run = [...node("console.log(process.argv[1])"), "$HOME; echo `id` && true"];
    expect((await judge({ run })).lastLines).toEqual(["$HOME; echo `id` && true"]);
  });

  it("rejects when it is interrupted, and leaves no process", async () => {
    const interrupt = new AbortController();
    const running = judge({ run: node("console.log('up'); setInterval(() => {}, 1000)") }, interrupt.signal);
    interrupt.abort(new Error("Ctrl-C"));
    await expect(running).rejects.toThrow("Ctrl-C");
  });
});
