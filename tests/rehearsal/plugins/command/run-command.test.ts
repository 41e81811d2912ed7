import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, runCommand } from "../../../../rehearsal/plugins/command/run-command.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), "cutover-command-")));
});
afterEach(() => rm(cwd, { recursive: true }));

async function run(line: CommandLine, signal = new AbortController().signal) {
  const lines: string[] = [];
  const env = { PATH: process.env.PATH, GIVEN: "by the engine" };
  const output = await runCommand(line, { cwd, env }, { signal, progress: (shown) => lines.push(shown) });
  return { ...output, lines };
}

describe("commands", () => {
  it("print to two outputs, each without its last newline", async () => {
    const { stdout, stderr } = await run({ text: "printf 'one\\n\\n'; printf 'two\\n' >&2" });
    expect({ stdout, stderr }).toEqual({ stdout: "one\n", stderr: "two" });
  });

  it("run in the project's folder, or in dir below it", async () => {
    expect((await run({ text: "pwd" })).stdout).toBe(cwd);
    expect((await run({ text: "mkdir below && cd below && pwd" })).stdout).toBe(join(cwd, "below"));
    expect((await run({ text: "pwd", dir: "below" })).stdout).toBe(join(cwd, "below"));
  });

  it("find the engine's environment, and their own over it", async () => {
    const text = 'echo "$GIVEN, $OWN"';
    expect((await run({ text, environment: { OWN: "mine" } })).stdout).toBe("by the engine, mine");
    expect((await run({ text, environment: { GIVEN: "by me", OWN: "" } })).stdout).toBe("by me, ");
  });

  it("read stdin, which is empty when nothing is given", async () => {
    expect((await run({ text: "cat", stdin: "hello" })).stdout).toBe("hello");
    expect((await run({ text: "cat" })).stdout).toBe("");
  });

  it("are given to the interpreter as its last argument", async () => {
    const interpreter = [process.execPath, "-e"];
    expect((await run({ text: "console.log(6 * 7)", interpreter })).stdout).toBe("42");
    expect((await run({ text: "echo $((6 * 7))", interpreter: [] })).stdout).toBe("42");
  });

  it.each([
    ["stdout", ["out"]],
    ["stderr", ["err"]],
    ["stdoutAndStderr", ["err", "out"]],
    ["none", []],
    [undefined, ["err", "out"]],
  ] as const)("with logging %s show %j while they run", async (logging, shown) => {
    const { lines, stdout, stderr } = await run({ text: "echo out; echo err >&2", logging });
    expect(lines.toSorted()).toEqual(shown);
    expect({ stdout, stderr }).toEqual({ stdout: "out", stderr: "err" });
  });
});

describe("commands that fail", () => {
  it("say their exit status, what ran and what it printed", async () => {
    await expect(run({ text: "echo observed 503; exit 3" })).rejects.toMatchObject({
      name: "UserError",
      message: 'exit status 3: running "echo observed 503; exit 3":\nobserved 503\n',
    });
  });

  it("say the signal that ended them", async () => {
    await expect(run({ text: "kill -KILL $$" })).rejects.toThrow('signal: SIGKILL: running "kill -KILL $$":');
  });

  it("name what could not be started", async () => {
    await expect(run({ text: "x", interpreter: ["no-such-interpreter"] })).rejects.toThrow("no-such-interpreter");
    await expect(run({ text: "x", dir: "no-such-folder" })).rejects.toThrow("no-such-folder");
  });
});

describe("commands that are aborted", () => {
  it("end with all that they started", async () => {
    const stop = new AbortController();
    // Only when its own child is gone does the pipe of this one end.
    const running = run({ text: "trap '' TERM; echo started >&2; sleep 600 & sleep 600" }, stop.signal);
    const reason = new Error("cancelled");
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  it("are not started at all when that was before", async () => {
    const reason = new Error("cancelled");
    await expect(run({ text: "true" }, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
