import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PulumiProject } from "./support/pulumi.ts";
import { violated } from "./support/stack-config.ts";

const pack = fileURLToPath(new URL("../../policies", import.meta.url));

/** Components register inputs as resources do, so the pack judges them without any provider. */
const program = `
import * as pulumi from "@pulumi/pulumi";
class Judged extends pulumi.ComponentResource {
  constructor(type: string, name: string, inputs: object) {
    super(type, name, inputs);
    // All of them together are judged by what they are at the end.
    this.registerOutputs(inputs);
  }
}
const later = pulumi.output(pulumi.unknown);
const env = {
  good: { ALLOWED_ORIGINS: "https://app.example.com", API_KEY: pulumi.secret("secret-of-the-service"), LATER: later },
  wildcard: { ALLOWED_ORIGINS: "*", API_KEY: pulumi.secret("secret-of-the-service") },
  unknown: { ALLOWED_ORIGINS: later },
  list: ["ALLOWED_ORIGINS=*"],
}[process.env.TESTED_ENV ?? "good"];
const nodeVersion = process.env.TESTED_NODE === "unknown" ? later : (process.env.TESTED_NODE ?? "24.x");
const healthCheckPath = process.env.TESTED_HEALTH ?? "/health";
new Judged("render:index:WebService", "api", { name: "twin-brains-api", env, healthCheckPath });
const vercelAuthentication = { deploymentType: "standard_protection_new" };
new Judged("vercel:index/project:Project", "frontend", { name: "twin-brains", nodeVersion, vercelAuthentication });
new Judged("vercel:index/projectDomain:ProjectDomain", "domain", { domain: "app.example.com" });
const rollout = JSON.parse(process.env.TESTED_ROLLOUT ?? "null");
if (rollout) {
  const { percent, decision, built } = rollout;
  const value = built ?? later;
  const granted = decision?.outcome === "refuse" ? 10 : percent;
  new Judged("release:index:Rollout", "rollout", { flag: "V2_PERCENT", percent, granted, decision: decision ?? later });
  const meta = { cutoverPercent: value };
  new Judged("vercel:index/deployment:Deployment", "deployment", { environment: { V2_PERCENT: value }, meta });
}
`;

const configuration = {
  "cutover:app.environment": "production",
  "cutover:origins[0]": "https://app.example.com",
  "cutover:frontend.engines": "24.x",
  "cutover:frontend.domains[0]": "app.example.com",
  "cutover:frontend.previewProtection": "standard",
  "cutover:env.backend.API_KEY.secret": "API_KEY",
  "cutover:smokeChecks[0].name": "the API is healthy",
  "cutover:smokeChecks[0].target": "api",
  "cutover:smokeChecks[0].request.path": "/health",
  "cutover:smokeChecks[0].expect.body.type": "object",
  "cutover:smokeChecks[0].expect.body.required[0]": "status",
  // Nothing can depend on a component itself.
  "cutover:policy.levels.require-deployment-after-rollout": "disabled",
};

let project: PulumiProject;
let softer: string;
beforeAll(async () => {
  project = await PulumiProject.create({ program });
  const values = Object.entries(configuration).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  const secret = ["--secret", "cutover:secrets.API_KEY=secret-of-the-stack"];
  const set = await project.run(["config", "set-all", "--path", ...values, ...secret]);
  expect(set.exitCode, set.all).toBe(0);
  softer = join(project.folder, "softer.json");
  await writeFile(softer, JSON.stringify({ all: "advisory", "require-explicit-origins": "advisory" }));
});
afterAll(() => project.remove());

const preview = (env: Record<string, string>, ...more: string[]) =>
  project.run(["preview", "--policy-pack", pack, ...more], env);

const previewOf = (rollout: Record<string, unknown>) => preview({ TESTED_ROLLOUT: JSON.stringify(rollout) });

describe("the policy pack in a real preview", () => {
  it("S1.5 S1.8 passes a stack that keeps the rules, whatever else of it is unknown", async () => {
    const { exitCode, all } = await preview({});
    expect(all).toContain("✅ cutover@v");
    expect(exitCode).toBe(0);
  });

  it("S1.5 S1.8 refuses violations with rule, resource, reason and command, and shows the rest of the plan", async () => {
    const { exitCode, all } = await preview({ TESTED_ENV: "wildcard", TESTED_NODE: "22.x" });
    expect(exitCode).not.toBe(0);
    // Neither a secret of the stack's configuration nor one of a resource.
    expect(all).not.toMatch(/secret-of-the/);
    expect(all).toContain("[mandatory] [severity: critical]  require-explicit-origins  (render:index:WebService: api)");
    expect(all).toContain('twin-brains-api: ALLOWED_ORIGINS contains "*": any web page could call the API');
    expect(all).toContain(
      "[mandatory] [severity: high]  require-declared-node-version  (vercel:index:Project: frontend)",
    );
    expect(all).toContain("fix: pulumi config set --path cutover:frontend.nodeVersion 24.x --stack test");
    expect(all).toContain("vercel:index:Project frontend create");
  });

  it("S1.5 S1.8 refuses unknown origins in a first preview, where the engine would only advise, and gives notice of an unknown Node version", async () => {
    const { exitCode, all } = await preview({ TESTED_ENV: "unknown", TESTED_NODE: "unknown" });
    expect(exitCode).not.toBe(0);
    expect(violated(all)).toEqual(["require-explicit-origins"]);
    expect(all).toMatch(/\[mandatory\].* require-explicit-origins .*\n.*cannot be judged yet: env\.ALLOWED_ORIGINS/);
    expect(all).toMatch(/\[advisory\].* require-declared-node-version .*\n.*cannot be judged yet: nodeVersion/);
  });

  it("S1.9 judges several resources together, and names the one that a finding is about", async () => {
    const baseline = ["--path", "cutover:baseline.backend.required.JWT_SECRET"];
    expect((await project.run(["config", "set", ...baseline, "text", "--plaintext"])).exitCode).toBe(0);
    const { exitCode, all } = await preview({});
    await project.run(["config", "rm", ...baseline]);
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(
      /\[mandatory\] \[severity: high\] {2}require-complete-baseline {2}\(render:index:WebService: api\)\n.*api: JWT_SECRET is not set/,
    );
  });

  it("S2.2 refuses a promotion that was not earned, with every reason, and shows the rest of the plan", async () => {
    const decision = {
      outcome: "refuse",
      reasons: ["10 % has not stood for 24 h yet", "gate success rate: does not pass"],
    };
    const { exitCode, all } = await previewOf({ percent: 50, decision, built: "10" });
    expect(exitCode).not.toBe(0);
    expect(violated(all)).toEqual(["require-earned-promotion"]);
    expect(all).toContain(
      "V2_PERCENT: 50 % is not earned yet: 10 % has not stood for 24 h yet; gate success rate: does not pass",
    );
    expect(all).toContain("vercel:index:Deployment deployment create");
  });

  it("S2.2 refuses a promotion that cannot be judged yet, where the engine would only advise", async () => {
    const { exitCode, all } = await previewOf({ percent: 10 });
    expect(exitCode).not.toBe(0);
    expect(violated(all)).toEqual(["require-earned-promotion"]);
    expect(all).toContain("V2_PERCENT: cannot be judged yet: decision is not known yet");
  });

  it("S2.3 refuses a deployment that is built with another percentage than the rollout's", async () => {
    const { exitCode, all } = await previewOf({ percent: 10, decision: { outcome: "hold", reasons: [] }, built: "50" });
    expect(exitCode).not.toBe(0);
    expect(violated(all)).toEqual(["require-one-flag-value"]);
  });

  it.each([
    ["S2.10 the way down", { percent: 10, decision: { outcome: "roll-back", reasons: [] }, built: "10" }],
    ["S2.10 the way to 0, whatever is unknown", { percent: 0 }],
    ["S2.2 the step that was earned", { percent: 50, decision: { outcome: "promote", reasons: [] } }],
  ])("passes %s", async (_title, rollout) => {
    const { exitCode, all } = await previewOf(rollout);
    expect(violated(all)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it("S0.1 S0.6 takes a rule that throws for a violation of that rule, and lets the others judge", async () => {
    const { exitCode, all } = await preview({ TESTED_ENV: "list", TESTED_NODE: "22.x", TESTED_HEALTH: "" });
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(/\[mandatory\].* require-explicit-origins .*\n.*the rule itself failed.*env is a list/);
    expect(all).toContain("require-declared-node-version");
    expect(all).toContain("twin-brains-api: healthCheckPath is not set");
    expect(all).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
  });

  it("stays mandatory when pack configuration says advisory", async () => {
    const { exitCode, all } = await preview({ TESTED_ENV: "wildcard" }, "--policy-pack-config", softer);
    expect(exitCode).not.toBe(0);
    expect(all).toContain("[mandatory] [severity: critical]  require-explicit-origins");
  });
});

it("the pack loads no vendor's SDK, and little else, so that a preview stays fast", async () => {
  const files = (await readdir(pack, { recursive: true })).filter((name) => /\.[jt]s$/.test(name));
  const imports = await Promise.all(
    files.map(async (name) =>
      (await readFile(join(pack, name), "utf8")).matchAll(/^import (?!type).*from "([^."][^"]*)"/gm),
    ),
  );
  const packages = new Set(imports.flatMap((found) => [...found].map(([, name = ""]) => name)));
  const installed = [...packages].filter((name) => !name.startsWith("node:")).sort();
  expect(installed).toEqual(["@pulumi/policy", "@pulumi/pulumi/config.js", "zod"]);
});
