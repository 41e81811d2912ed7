import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));
const gates = (...args: string[]) =>
  execa(process.execPath, ["cli/main.ts", "gates", ...args], { cwd: project, reject: false });

describe("cutover gates", () => {
  it("S1.4 lists what the stack declares: tests, type check, browser tests, persona regression", async () => {
    const { stdout, exitCode } = await gates("--list", "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual([
      "backend tests",
      "frontend types",
      "critical flows",
      "persona regression",
    ]);
  });

  it("ends with 2 for a gate that does not exist, naming those that do", async () => {
    const { stderr, exitCode } = await gates("--only", "nope");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('stack prod has no gate "nope"; it has "backend tests"');
  });

  it("ends with 1 and says why when a gate does not pass", async () => {
    const { stdout, exitCode } = await gates("--only", "persona regression", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ name: "persona regression" }]);
    expect(JSON.parse(stdout)[0].outcome).not.toBe("pass");
  });
});
