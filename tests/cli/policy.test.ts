import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rules } from "../../policies/rules.ts";

// Each starts a process; CI has two cores for all of them.
vi.setConfig({ testTimeout: 30_000 });

const project = fileURLToPath(new URL("../..", import.meta.url));
const policy = (...args: string[]) =>
  execa(process.execPath, ["cli/main.ts", "policy", ...args], {
    cwd: project,
    reject: false,
    env: { PULUMI_STACK: "", PULUMI_OPTION_CONFIG_FILE: "" },
  });

const store = (plan: string) => ({
  urn: "urn:pulumi:prod::cutover::render:index:KeyValue::queue",
  type: "render:index:KeyValue",
  inputs: { name: "twin-brains-queue", plan, maxmemoryPolicy: "noeviction", region: "oregon" },
  protect: true,
});
const stateOf = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cutover-policy-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const stateFile = (text: string) => {
  const file = join(folder, "state.json");
  writeFileSync(file, text);
  return file;
};

describe("cutover policy list", () => {
  it("names every rule, with what it asks for", async () => {
    const { stdout, exitCode } = await policy("list");
    expect(exitCode).toBe(0);
    for (const { name } of rules) expect(stdout).toContain(name);
    expect(stdout).toContain(`${rules.length} rules`);
  });

  it("gives scripts each rule with its reason", async () => {
    const { stdout } = await policy("list", "--json");
    const cards = JSON.parse(stdout) as { name: string; reason: string; level: string }[];
    expect(cards.map(({ name }) => name)).toEqual(rules.map(({ name }) => name));
    for (const { reason, level } of cards)
      expect([typeof reason, /^(mandatory|advisory)$/.test(level)]).toEqual(["string", true]);
  });
});

describe("cutover policy explain", () => {
  it("says what a rule asks for, why, and what becomes of a violation", async () => {
    const { stdout, exitCode } = await policy("explain", "require-health-check");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("policies/render/require-health-check.ts");
    expect(stdout).toMatch(/severity +high/);
    expect(stdout).toMatch(/a violation +fails the preview/);
    expect(stdout).toContain("- rule: require-health-check");
    expect(stdout).toContain("https://render.com/docs/health-checks");
  });

  it("shows no way to exempt what may not be exempted", async () => {
    const { stdout } = await policy("explain", "require-explicit-origins");
    expect(stdout).toMatch(/exemption +never/);
    expect(stdout).not.toContain("exemptions:");
  });

  it("ends with 2 for a rule that does not exist, and names the most similar one", async () => {
    const { stderr, exitCode } = await policy("explain", "health-check");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'there is no rule "health-check"; the most similar one is require-health-check.\n  fix: npx cutover policy explain require-health-check',
    );
  });

  it("ends quietly where nobody reads on, as behind | head", async () => {
    const run = execa(process.execPath, ["cli/main.ts", "policy", "list", "--json"], { cwd: project, reject: false });
    run.stdout.destroy();
    expect(await run).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("cutover policy check --state", () => {
  it("ends with 0 and no word of a violation for a store that is as it should be", async () => {
    const { stdout, exitCode } = await policy("check", "--state", stateFile(stateOf(store("starter"))));
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain("✓ prod: no violations");
  });

  it("ends with 1 for a violation, with its line in the stack's file and its command", async () => {
    const { stdout, exitCode } = await policy("check", "--state", stateFile(stateOf(store("free"))));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ require-persistent-stores critical\n {2}twin-brains-queue: the plan is free/);
    expect(stdout).toMatch(/at Pulumi\.prod\.yaml:\d+ → cutover:services\.queue\.plan\n {2}fix: pulumi config set/);
  });

  it("reads standard input, and prints JSON, SARIF or Markdown and nothing else", async () => {
    const run = (as: string) =>
      execa(process.execPath, ["cli/main.ts", "policy", "check", "--state", "-", as], {
        cwd: project,
        reject: false,
        input: stateOf(store("free")),
        env: { PULUMI_STACK: "", PULUMI_OPTION_CONFIG_FILE: "" },
      });
    const [json, sarif, md] = await Promise.all(["--json", "--sarif", "--md"].map(run));
    expect(JSON.parse(json?.stdout ?? "")).toMatchObject({
      stack: "prod",
      judged: "state",
      findings: [{ rule: "require-persistent-stores" }],
      exitCode: 1,
    });
    expect(JSON.parse(sarif?.stdout ?? "")).toMatchObject({ version: "2.1.0" });
    expect(md?.stdout).toMatch(/^## Policies: `prod` is refused\n/);
    expect([json?.exitCode, sarif?.exitCode, md?.exitCode]).toEqual([1, 1, 1]);
  });

  it("takes a state of a stack that has no file here, and says so", async () => {
    const state = stateOf(store("starter")).replaceAll("pulumi:prod", "pulumi:elsewhere");
    const { stderr, exitCode } = await policy("check", "--state", stateFile(state));
    expect(stderr).toContain("There is no file of stack elsewhere: judged as production that declares nothing.");
    expect(exitCode).toBe(0);
  });

  it("takes a state of another project for a stack without a file, and says so", async () => {
    const state = stateOf(store("starter")).replaceAll("::cutover::", "::shop::");
    const { stderr, stdout } = await policy("check", "--state", stateFile(state), "--json");
    expect(stderr).toContain("The state is of project shop, which is not this one: judged as production");
    expect(JSON.parse(stdout)).not.toHaveProperty("file");
  });

  it("says that a state without resources shows nothing", async () => {
    const { stderr, exitCode } = await policy("check", "--state", stateFile(stateOf()));
    expect(stderr).toContain("The state holds no resources: only the stack's file is judged.");
    expect(exitCode).toBe(0);
  });

  it.each([
    ["a file that is not there", ["--state", "nope.json"], "STATE_UNREADABLE"],
    ["a file that is no state", ["--state", "package.json"], "STATE_UNREADABLE: it is no state of a stack"],
    ["a stack without a file", ["--stack", "nope"], "Pulumi.nope.yaml cannot be read"],
    ["two forms at once", ["--state", "-", "--json", "--md"], "cannot be used with"],
  ])("ends with 2 for %s", async (_, args, words) => {
    const { exitCode, stdout, stderr } = await policy("check", ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
  });
});
