import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 });

const project = fileURLToPath(new URL("../..", import.meta.url));
/** Nobody answers there: fetch refuses that port by itself. */
const nowhere = { VERCEL_API_TOKEN: "made-up", VERCEL_BASE_URL: "http://127.0.0.1:9", NO_COLOR: "1" };
const none = ["CUTOVER_DATABASE_URL", "CUTOVER_GATES_DATABASE_URL", "RENDER_API_KEY", "PULUMI_STACK", "GITHUB_ACTIONS"];
const env = { ...Object.fromEntries(none.map((name) => [name, ""])), ...nowhere };
const cutover = (args: readonly string[], more: Record<string, string> = {}) =>
  execa(process.execPath, ["cli/main.ts", ...args], { cwd: project, reject: false, env: { ...env, ...more } });

describe("with nothing to be reached", () => {
  it("D5 cutover checkpoint ends with 3, and says what it could not reach", async () => {
    const { exitCode, stdout } = await cutover(["checkpoint", "--act"]);
    expect(exitCode).toBe(3);
    expect(stdout).toContain("at a percent that nobody knows: not known (not recorded)");
    expect(stdout).toContain("Vercel gave no answer");
  });

  it("tells a workflow of GitHub, and keeps standard output to the JSON", async () => {
    const { stdout, stderr } = await cutover(["checkpoint", "--json"], { GITHUB_ACTIONS: "true" });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, recorded: "no", rollback: null });
    expect(stderr).toContain("::warning title=Cutover checkpoint::");
  });

  it("cutover status ends with 0 and shows the ladder", async () => {
    const { exitCode, stdout } = await cutover(["status", "--stack", "prod"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("· 50 %");
    expect(stdout).toContain("What users get is not known: Vercel gave no answer");
  });

  it("S2.1 cutover preflight ends with 1 and shows each prerequisite with a fix", async () => {
    const { exitCode, stdout } = await cutover(["preflight", "--json"]);
    expect(exitCode).toBe(1);
    const found: { outcome: string; fix?: string }[] = JSON.parse(stdout);
    expect(found.length).toBeGreaterThan(7);
    expect(found.every(({ outcome, fix }) => outcome === "pass" || fix !== undefined)).toBe(true);
  });
});

describe("what cannot be used", () => {
  it.each(["checkpoint", "status", "preflight"])("%s ends with 2 for a stack that has no file", async (command) => {
    const { exitCode, stderr } = await cutover([command, "--stack", "nope"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Pulumi.nope.yaml");
  });

  it("checkpoint ends with 2 for a time that is none", async () => {
    const { exitCode, stderr } = await cutover(["checkpoint", "--timeout", "soon"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("such as PT2M");
  });
});
