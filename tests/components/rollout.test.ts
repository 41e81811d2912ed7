import { describe, expect, it } from "vitest";
import { Rollout } from "../../components/rollout.ts";
import type { RolloutConfig } from "../../config/rollout/rollout.ts";
import { ofType, record } from "./recorder.ts";
import { config } from "./stack.ts";

const { smokeChecks } = config;
const frontendChecks = smokeChecks.map((check) => ({ ...check, target: "frontend" as const }));
const at = (percent: number, more: Partial<RolloutConfig> = {}): RolloutConfig => ({
  ...config.rollout,
  percent,
  ...more,
});

const component = (changes: Partial<ConstructorParameters<typeof Rollout>[1]> = {}) =>
  new Rollout("rollout", {
    team: "team_acme",
    projectId: "prj_1",
    branch: "main",
    deploys: "release",
    rollout: at(10),
    subject: { project: "acme" },
    migrations: ["alembic upgrade head"],
    builtFrom: "digest",
    checks: frontendChecks,
    secrets: {},
    ...changes,
  });

/** What the provider makes of it: the percent that is granted, and the commit that is pinned. */
const judged = (granted: number, commit = "", retired = false) => ({
  "release:index:Rollout": { granted, commit, retired },
});
const deployments = (recorded: Awaited<ReturnType<typeof record>>) =>
  Object.fromEntries(ofType(recorded, "vercel:index/deployment:Deployment").map(({ name, inputs }) => [name, inputs]));

describe("a rollout where the stack alone deploys", () => {
  it("S2.3 builds what was granted, and beside it the zero twin of the same commit", async () => {
    const recorded = await record(() => component(), judged(10, "c0ffee"));
    expect(deployments(recorded)).toEqual({
      "zero-twin": expect.objectContaining({
        production: true,
        ref: "c0ffee",
        environment: { V2_PERCENT: "0" },
        meta: { cutoverPercent: "0" },
      }),
      deployment: expect.objectContaining({
        production: true,
        ref: "c0ffee",
        environment: { V2_PERCENT: "10" },
        meta: { cutoverPercent: "10" },
      }),
    });
  });

  it("S2.2 takes the percent from the judgement, not from what is declared", async () => {
    const recorded = await record(() => component({ rollout: at(100) }), judged(10));
    expect(deployments(recorded).deployment).toMatchObject({
      meta: { cutoverPercent: "10" },
      environment: { V2_PERCENT: "10" },
    });
    expect(ofType(recorded, "release:index:Promotion")[0]?.inputs).toMatchObject({ percent: 10 });
  });

  it("S2.3 leaves the flag at Vercel to the judgement alone", async () => {
    const recorded = await record(() => component(), judged(10));
    expect(ofType(recorded, "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable")).toEqual([]);
    expect(ofType(recorded, "release:index:Rollout").map(({ name, inputs }) => [name, inputs.percent])).toEqual([
      ["V2_PERCENT", 10],
    ]);
  });

  it("S2.10 builds nothing but the twin at 0 %, of the branch's newest commit as long as none is pinned", async () => {
    const recorded = await record(() => component({ rollout: at(0) }), judged(0));
    expect(Object.keys(deployments(recorded))).toEqual(["zero-twin"]);
    expect(deployments(recorded)["zero-twin"]).toMatchObject({ ref: "main" });
    expect(ofType(recorded, "release:index:Promotion")[0]?.inputs).toMatchObject({
      deploymentId: "zero-twin-id",
      percent: 0,
    });
  });

  it("S2.3 checks each deployment on its own address, through Deployment Protection, and promotes only then", async () => {
    const recorded = await record(() => component(), judged(10));
    const checks = ofType(recorded, "command:local:Command").map(({ name, inputs }) => {
      const { CUTOVER_SMOKE_CHECKS } = inputs.environment as Record<string, string>;
      const [first] = JSON.parse(CUTOVER_SMOKE_CHECKS ?? "");
      return [name, first.url, inputs.triggers];
    });
    expect(checks.toSorted()).toEqual([
      ["staged-smoke-checks", "https://acme-deployment.vercel.app/health", ["deployment-id"]],
      ["zero-twin-smoke-checks", "https://acme-zero-twin.vercel.app/health", ["zero-twin-id"]],
    ]);
    expect(ofType(recorded, "release:index:ProtectionBypass")).toHaveLength(1);
    expect(recorded.map(({ type }) => type).lastIndexOf("release:index:Promotion")).toBeGreaterThan(
      recorded.map(({ type }) => type).lastIndexOf("command:local:Command"),
    );
  });

  it("needs no way through Deployment Protection where nothing is checked", async () => {
    const recorded = await record(() => component({ checks: [] }), judged(10));
    expect(ofType(recorded, "release:index:ProtectionBypass")).toEqual([]);
  });

  it("S2.9 builds without the flag, and no twin, once it is retired", async () => {
    const retired = at(100, { legacy: { ...config.rollout.legacy, state: "retired" } });
    const recorded = await record(() => component({ rollout: retired }), judged(100, "c0ffee", true));
    expect(deployments(recorded)).toEqual({
      deployment: expect.objectContaining({ environment: {}, meta: { cutoverPercent: "100" } }),
    });
  });

  it("S3.1 hands the judgement the migrations, which a raise may not change", async () => {
    const recorded = await record(() => component(), judged(10));
    expect(ofType(recorded, "release:index:Rollout")[0]?.inputs.migrations).toEqual(["alembic upgrade head"]);
  });

  it("S2.5 hands the judgement gates, not names of sets", async () => {
    const withSet = at(10, { gates: [{ set: "full-pass" }] });
    const recorded = await record(() => component({ rollout: withSet }), judged(10));
    const gates = ofType(recorded, "release:index:Rollout")[0]?.inputs.gates as { name?: string }[];
    expect(gates.length).toBeGreaterThan(3);
    expect(gates.every(({ name }) => name)).toBe(true);
  });

  it("gives the percent that users get as the promotion has it", async () => {
    const percent = await new Promise<number>((resolve) => {
      void record(() => {
        const declared = component();
        declared.percent?.apply(resolve);
        return declared;
      }, judged(10));
    });
    expect(percent).toBe(10);
  });
});

describe("a rollout where the vendors deploy pushes", () => {
  it("S2.3 is one deployment with what was granted: Vercel gives it its users at once", async () => {
    const recorded = await record(() => component({ deploys: "vendor" }), judged(10));
    expect(deployments(recorded)).toEqual({
      deployment: expect.objectContaining({ environment: { V2_PERCENT: "10" }, meta: { cutoverPercent: "10" } }),
    });
    expect(ofType(recorded, "release:index:Promotion")).toEqual([]);
  });
});

describe("without a rollout", () => {
  it("is one deployment for all users, and no flag", async () => {
    const recorded = await record(() => component({ rollout: undefined }));
    expect(ofType(recorded, "release:index:Rollout")).toEqual([]);
    expect(deployments(recorded).deployment).not.toHaveProperty("meta");
  });
});
