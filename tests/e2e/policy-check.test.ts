import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { checkStack } from "../../judgement/check-stack.ts";
import { checkState } from "../../judgement/check-state.ts";
import { parseState } from "../../judgement/state-file.ts";
import type { Rehearsal } from "../../rehearsal/open.ts";
import { type ConfigChanges, withConfig } from "./support/stack-config.ts";
import { openStandingProd } from "./support/standing-prod.ts";
import { project } from "./support/world.ts";

const Report = z.object({
  findings: z.array(z.object({ rule: z.string(), level: z.string(), message: z.string(), urn: z.string().optional() })),
  resources: z.number(),
  exitCode: z.number(),
});
const Sarif = z.object({
  runs: z.tuple([
    z.object({
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.string(),
          locations: z.tuple([
            z.object({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string() }),
                region: z.object({ startLine: z.number(), startColumn: z.number() }),
              }),
            }),
          ]),
        }),
      ),
    }),
  ]),
});

const committed = {
  stack: "prod",
  name: "Pulumi.prod.yaml",
  text: readFileSync(new URL("../../Pulumi.prod.yaml", import.meta.url), "utf8"),
};

describe("cutover policy check --stack, with the real engine", () => {
  let rehearsal: Rehearsal;
  const said: string[] = [];
  const check = async (...args: string[]) => {
    const run = await rehearsal.cutover(["policy", "check", "--stack", "prod", ...args]);
    said.push(run.stdout, run.stderr);
    return run;
  };
  const checkWith = (changes: ConfigChanges, ...args: string[]) => withConfig(rehearsal, changes, () => check(...args));
  const refusedBy = (stdout: string) => {
    const { findings } = Report.parse(JSON.parse(stdout));
    return [...new Set(findings.filter(({ level }) => level === "mandatory").map(({ rule }) => rule))];
  };

  beforeAll(async () => {
    rehearsal = await openStandingProd();
  });
  afterAll(() => rehearsal?.close());

  it("ends with 0 for the committed stack, of which it judges every resource", async () => {
    const { exitCode, stdout, stderr } = await check("--json");
    expect(refusedBy(stdout), stderr).toEqual([]);
    expect(exitCode).toBe(0);
    expect(Report.parse(JSON.parse(stdout)).resources).toBeGreaterThan(20);
  });

  it("S1.5 S1.6 ends with 1 for violations, each on its line of the stack's file", async () => {
    const changes = { "origins.0": "*", "services.queue.maxmemoryPolicy": "allkeys_lru" };
    const { exitCode, stdout } = await checkWith(changes, "--sarif");
    expect(exitCode).toBe(1);
    const [{ results }] = Sarif.parse(JSON.parse(stdout)).runs;
    const errors = results.filter(({ level }) => level === "error");
    expect(new Set(errors.map(({ ruleId }) => ruleId))).toEqual(
      new Set(["require-explicit-origins", "require-queue-without-eviction"]),
    );
    for (const { locations, ruleId } of errors) {
      const [{ physicalLocation }] = locations;
      expect(physicalLocation.artifactLocation.uri).toBe("Pulumi.prod.yaml");
      if (ruleId === "require-queue-without-eviction") expect(physicalLocation.region.startLine).toBeGreaterThan(1);
    }
  });

  it("S1.5 is not switched off by pack configuration that a shell has in its environment", async () => {
    const off = join(rehearsal.world.folder, "off.json");
    writeFileSync(off, '{ "all": "disabled" }');
    const env = { ...process.env, ...rehearsal.env, PULUMI_OPTION_POLICY_PACK_CONFIG: off };
    const stack = { stack: "prod", file: committed, project, env, signal: AbortSignal.timeout(60_000) };
    const { findings } = await withConfig(rehearsal, { "origins.0": "*" }, () => checkStack(stack));
    const refused = findings.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
    expect(new Set(refused)).toEqual(new Set(["require-explicit-origins"]));
  });

  it("S0.4 judges by what becomes of each resource, which no pack sees", async () => {
    const two = { singleChange: true, "services.api.plan": "pro", "services.worker.plan": "pro" };
    expect(refusedBy((await checkWith(two, "--json")).stdout)).toEqual(["limit-to-single-change"]);
  });

  it("judges a state that was exported from it as it judges the stack, without an engine", async () => {
    const state = await rehearsal.pulumi(["stack", "export", "--show-secrets"]);
    const report = checkState({
      stack: "prod",
      state: parseState(state.stdout, "state.json"),
      file: committed,
      project,
    });
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  it("ends with 3 for an error, whatever else it found, and says what went wrong", async () => {
    const run = await rehearsal.cutover(["policy", "check", "--stack", "prod"], {
      without: ["PULUMI_CONFIG_PASSPHRASE_FILE"],
    });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("? prod could not be judged in full");
    expect(run.stderr).toMatch(/The preview failed: .*passphrase/);
  });

  it("shows no secret, though the engine's events hold them in clear", () => {
    const text = said.join("\n");
    expect(text.length).toBeGreaterThan(1_000);
    expect(rehearsal.secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
