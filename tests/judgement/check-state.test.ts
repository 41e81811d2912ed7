import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkState } from "../../judgement/check-state.ts";
import { exitCodeOf, type StackFile } from "../../judgement/report.ts";
import { ENCRYPTED, type ExportedState } from "../../judgement/state-file.ts";
import type { Plain } from "../../policies/unknown.ts";
import { API, facts, QUEUE, resource } from "../policies/stack-facts.ts";

const project = new URL("../..", import.meta.url).pathname;
const text = readFileSync(new URL("../../Pulumi.prod.yaml", import.meta.url), "utf8");
const committed: StackFile = { stack: "prod", name: "Pulumi.prod.yaml", text };
const edited = (from: string, to: string): StackFile => {
  expect(text).toContain(from);
  return { ...committed, text: text.replace(from, to) };
};

const origins = "https://app.twin-brains.example";
const stateWith = (env: Record<string, Plain>, more: Record<string, Plain> = {}): ExportedState => ({
  stack: "prod",
  resources: [
    { ...resource(API, { name: "twin-brains-api", healthCheckPath: "/health", env, ...more }, "api"), protect: false },
  ],
});
const check = (state: ExportedState, file: StackFile | undefined = committed) =>
  checkState({ stack: "prod", state, file, project, now: facts.now });
const saidOf = (rule: string, ...given: Parameters<typeof check>) =>
  check(...given).findings.filter((finding) => finding.rule === rule);

describe("an exported state", () => {
  it("S1.5 is judged by its own values, whatever the stack's file says", () => {
    expect(saidOf("require-explicit-origins", stateWith({ ALLOWED_ORIGINS: "*" }))).toMatchObject([
      { level: "mandatory", urn: "urn:pulumi:prod::cutover::render:index:WebService::api" },
    ]);
    expect(saidOf("require-explicit-origins", stateWith({ ALLOWED_ORIGINS: origins }))).toEqual([]);
  });

  it("S1.5 is no violation where a value is only encrypted: it is told as not judged", () => {
    const encrypted = saidOf("require-explicit-origins", stateWith({ ALLOWED_ORIGINS: ENCRYPTED }));
    expect(encrypted).toMatchObject([{ level: "advisory", fix: ENCRYPTED.until }]);
  });

  it("S1.5 is judged by the stack's file where the value is encrypted", () => {
    const file = edited(`    - ${origins}`, '    - "*"');
    const found = saidOf("require-explicit-origins", stateWith({ ALLOWED_ORIGINS: ENCRYPTED }), file);
    expect(found.filter(({ level }) => level === "mandatory")).toMatchObject([
      { message: expect.stringContaining('ALLOWED_ORIGINS contains "*"') },
    ]);
  });

  it("has its stores judged as they are protected in it", () => {
    const store = resource(QUEUE, { name: "queue", plan: "starter", maxmemoryPolicy: "noeviction" }, "queue");
    const judged = (protect: boolean) =>
      saidOf("require-protected-stores", { stack: "prod", resources: [{ ...store, protect }] }).length;
    expect([judged(true), judged(false)]).toEqual([0, 1]);
  });

  it("is put up with as far as the stack's file says so", () => {
    const exemption =
      "{rule: require-health-check, resource: twin-brains-api, reason: it is tried out, until: 2026-12-31}";
    const file = edited("config:\n", `config:\n  cutover:policy:\n    exemptions:\n      - ${exemption}\n`);
    const state = stateWith({ ALLOWED_ORIGINS: origins }, { healthCheckPath: "" });
    expect(saidOf("require-health-check", state)).toMatchObject([{ level: "mandatory" }]);
    expect(saidOf("require-health-check", state, file)).toMatchObject([
      { level: "advisory", exempted: "exempted until 2026-12-31, 40 days left: it is tried out" },
    ]);
  });

  it("is judged as production where there is no file of its stack", () => {
    expect(saidOf("require-no-e2e-bypass", { stack: "other", resources: [] }, undefined)).toEqual([]);
    const store = resource(QUEUE, { name: "queue", plan: "free", maxmemoryPolicy: "noeviction" }, "queue");
    const state = { stack: "other", resources: [{ ...store, protect: true }] };
    expect(checkState({ stack: "other", state, file: undefined, project, now: facts.now }).findings).toMatchObject([
      { rule: "require-persistent-stores" },
    ]);
  });

  it("is not judged by a file that has faults: they are told", () => {
    const file = edited("environment: production", "environment: prod");
    expect(() => check(stateWith({}), file)).toThrow(/cutover:app\.environment/);
  });

  it("without anything in it is a stack without violations of rules about single resources", () => {
    const report = check({ stack: undefined, resources: [] });
    expect(report.resources).toBe(0);
    expect(exitCodeOf(report)).toBeLessThan(2);
  });
});
