import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { register } from "../../cli/config.ts";
import { stackFileSchemaText } from "../../config/json-schema.ts";
import { staging } from "./baseline.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cutover-config-"));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe("cutover config check", () => {
  it("succeeds where there are no faults, and tells how to set what is not set", async () => {
    writeStack("staging", { secrets: undefined });

    const { text, exitCode } = await cutover("config", "check");

    expect(exitCode).toBe(0);
    expect(text).toMatch(/^✓ Pulumi\.staging\.yaml\n! Pulumi\.staging\.yaml: secrets that are not set yet/);
    expect(text).toContain("\n  pulumi config set --secret --path cutover:secrets.JWT_SECRET --stack staging\n");
  });

  it("fails when one of several files has faults", async () => {
    writeStack("one", { secrets: undefined });
    writeStack("two", { secrets: undefined, "services.api.plan": "startr" });

    const { text, exitCode } = await cutover("config", "check");

    expect(exitCode).toBe(1);
    expect(text).toContain("✓ Pulumi.one.yaml\n");
    expect(text).toContain("✗ Pulumi.two.yaml\n\nCONFIG_INVALID: services.api.plan is");
  });

  it("--stack looks at one file only", async () => {
    writeStack("one", { secrets: undefined });
    writeStack("two", { "services.api.plan": "startr" });

    expect(await cutover("config", "check", "--stack", "one")).toMatchObject({ exitCode: 0 });
  });

  it("--strict fails where a secret is not set", async () => {
    writeStack("staging", { secrets: undefined });

    expect(await cutover("config", "check", "--strict")).toMatchObject({ exitCode: 1 });
  });

  it("--json tells the same to scripts", async () => {
    writeStack("staging", { secrets: undefined, "services.api.plan": "startr" });

    const { text, exitCode } = await cutover("config", "check", "--json");

    expect(exitCode).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      stacks: [
        {
          stack: "staging",
          file: "Pulumi.staging.yaml",
          valid: false,
          faults: [
            { code: "CONFIG_INVALID", path: "services.api.plan", where: expect.any(String), fix: expect.any(String) },
          ],
          warnings: expect.arrayContaining([expect.objectContaining({ code: "CONFIG_SECRET_MISSING" })]),
        },
      ],
    });
  });
});

describe("cutover config schema", () => {
  it("prints the schema that --write would write", async () => {
    expect(await cutover("config", "schema")).toEqual({ text: stackFileSchemaText(), exitCode: 0 });
  });
});

function writeStack(stack: string, changes: Record<string, unknown>): void {
  const sections = Object.entries(staging(changes)).map(([key, value]) => [`cutover:${key}`, value]);
  writeFileSync(path.join(folder, `Pulumi.${stack}.yaml`), stringify({ config: Object.fromEntries(sections) }));
}

/** Runs the command in this process; its output without colours. */
async function cutover(...args: string[]): Promise<{ text: string; exitCode: number }> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  const before = process.exitCode;
  const program = new Command();
  register(program);
  try {
    process.exitCode = 0;
    await program.parseAsync(args, { from: "user" });
    return { text: stripVTControlCharacters(written.join("")), exitCode: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
  }
}
