import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const project = fileURLToPath(new URL("../..", import.meta.url));
const cutover = (...args: string[]) => execa(process.execPath, [main, ...args], { cwd: project, reject: false });

describe("what cannot be used ends with 2, and nothing on standard output", () => {
  it.each([
    ["an unknown command", ["nope"], "unknown command"],
    ["an unknown option", ["smoke", "--nope"], "unknown option"],
    ["an unknown subcommand", ["config", "nope"], "unknown command"],
    ["a stack without a file, to check", ["config", "check", "--stack", "nope"], "Pulumi.nope.yaml does not exist"],
    ["a stack without a file, to rehearse", ["rehearse", "--stack", "nope"], "Pulumi.nope.yaml does not exist"],
    ["the repository's stack, to rehearse", ["rehearse", "--stack", "repo"], "expected the stack of an app"],
    [
      "the repository's stack, to keep a world of",
      ["rehearse", "--keep", "--stack", "repo"],
      "expected the stack of an",
    ],
    ["gates of the repository's stack", ["gates", "--stack", "repo"], "expected the stack of an app"],
  ])("%s", async (_, args, words) => {
    const { exitCode, stdout, stderr } = await cutover(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at .*\.ts:|invalid_type/);
  });
});

it("asking for help ends with 0", async () => {
  expect(await cutover("--help")).toMatchObject({ exitCode: 0, stderr: "" });
});
