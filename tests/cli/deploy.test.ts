import { execa } from "execa";
import { describe, expect, it } from "vitest";

const cutover = (...args: string[]) =>
  execa(process.execPath, ["cli/cutover.js", "deploy", ...args], {
    reject: false,
    stdin: "ignore",
    env: { NO_COLOR: "1" },
  });

describe("cutover deploy on the command line", () => {
  it("tells its exit codes and examples", async () => {
    const { exitCode, stdout } = await cutover("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}\$ npx cutover deploy --stack prod\n/);
    expect(stdout).toMatch(/Exit code: 0 deployed; 1 refused/);
  });

  it.each([
    ["a drift that is accepted without a reason", ["--accept-drift", " \n "], /Expected a reason in a sentence/],
    ["a reason as long as a story", ["--accept-drift", "a".repeat(501)], /Expected a reason in a sentence/],
    ["an unknown option", ["--yes"], /unknown option '--yes'/],
    ["a way back with a reason to deploy", ["--only-way-back", "--accept-drift", "x"], /cannot be used with/],
    ["a stack that has no file", ["--stack", "nowhere"], /Pulumi\.nowhere\.yaml cannot be read/],
  ])("ends with 2 for %s", async (_what, args, said) => {
    const { exitCode, stderr } = await cutover(...args);
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(2);
  });
});
