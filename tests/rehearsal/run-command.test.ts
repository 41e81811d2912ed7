import { expect, it } from "vitest";
import { runCommand } from "../../rehearsal/run-command.ts";

const program = (text: string) => [process.execPath, "-e", text] as const;
const typed = { env: {}, cwd: "/" };

it("tells the command, each line of both streams, and how it ended", async () => {
  const heard: string[] = [];
  const run = await runCommand(
    "say things",
    [...program("console.log('one'); console.log('@ still at work'); console.error('two'); process.exitCode = 3")],
    { ...typed, onLine: (line) => heard.push(line) },
  );
  expect(run).toMatchObject({ command: "say things", exitCode: 3, stderr: "two" });
  expect(heard.sort()).toEqual(["$ say things", "one", "two"]);
});

it("gives it this environment and nothing else, and what it is to read", async () => {
  const text = "process.stdin.on('data', (data) => console.log(String(data), process.env.A, process.env.HOME))";
  const { stdout } = await runCommand("echo", [...program(text)], { ...typed, env: { A: "b" }, input: "read" });
  expect(stdout).toBe("read b undefined");
});

it("does not give an exit code to what was ended by a signal", async () => {
  const killed = runCommand("end", [...program("process.kill(process.pid, 'SIGKILL')")], typed);
  await expect(killed).rejects.toThrow(/^end did not end by itself/);
});
