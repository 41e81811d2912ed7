import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Backend } from "../../components/backend.ts";
import { resolveEnv } from "../../components/env.ts";
import { Frontend } from "../../components/frontend.ts";
import { PostDeploy } from "../../components/post-deploy.ts";
import { Rollout } from "../../components/rollout.ts";
import { stackConfig } from "../../config/schema.ts";
import { ofType, record } from "./recorder.ts";

const config = stackConfig.parse({
  app: { name: "acme", environment: "production", repository: "https://github.com/acme/app", branch: "main" },
  render: { owner: "tea-0123456789abcdefghij" },
  vercel: { team: "team_acme" },
  services: {
    api: {
      name: "acme-api",
      runtime: "python",
      rootDirectory: "backend",
      buildCommand: "make",
      startCommand: "run",
      instances: 2,
      plan: "standard",
      region: "oregon",
      healthCheckPath: "/health",
    },
  },
  frontend: {
    name: "acme",
    framework: "nextjs",
    rootDirectory: "web",
    nodeVersion: "20.x",
    engines: "20.x",
    domains: ["app.example.com", "www.example.com"],
  },
  origins: ["https://app.example.com"],
  rollout: { flag: "V2_PERCENT", percent: 10 },
  smokeChecks: [{ name: "healthy", target: "api", request: { path: "/health" }, expect: { status: 200 } }],
});
const { app } = config;

describe("Backend", () => {
  it("S1.1 declares the API with config's names turned into Render's", async () => {
    const recorded = await record(
      () => new Backend("backend", { app, owner: config.render.owner, api: config.services.api, env: { A: "1" } }),
    );
    const [api] = ofType(recorded, "render:index:WebService");
    expect(api?.inputs).toMatchObject({
      name: "acme-api",
      ownerId: "tea-0123456789abcdefghij",
      repo: "https://github.com/acme/app",
      branch: "main",
      rootDir: "backend",
      numInstances: 2,
      autoDeployTrigger: "off",
      env: { A: "1" },
    });
    expect(Object.keys(api?.inputs ?? {})).not.toEqual(expect.arrayContaining(["rootDirectory"]));
  });
});

describe("Frontend", () => {
  const declare = () =>
    new Frontend("frontend", {
      app,
      team: "team_acme",
      frontend: config.frontend,
      env: { NEXT_PUBLIC_A: "1", KEY: "hidden" },
      sensitive: new Set(["KEY"]),
    });

  it("S1.2 declares the project linked to the repository, without deployments of its own", async () => {
    const [project] = ofType(await record(declare), "vercel:index/project:Project");
    expect(project?.inputs).toMatchObject({
      name: "acme",
      nodeVersion: "20.x",
      rootDirectory: "web",
      gitRepository: { type: "github", repo: "acme/app", productionBranch: "main" },
      gitProviderOptions: { createDeployments: false },
    });
    expect(project?.inputs).not.toHaveProperty("engines");
  });

  it.each([
    ["https://github.com/acme/app.git", "github", "acme/app"],
    ["https://gitlab.com/acme/group/app", "gitlab", "acme/group/app"],
    ["https://bitbucket.org/acme/app", "bitbucket", "acme/app"],
  ])("links %s as Vercel names it", async (repository, type, repo) => {
    const declareThere = () =>
      new Frontend("frontend", {
        app: { ...app, repository },
        team: "team_acme",
        frontend: config.frontend,
        env: {},
        sensitive: new Set(),
      });
    const [project] = ofType(await record(declareThere), "vercel:index/project:Project");
    expect(project?.inputs).toMatchObject({ gitRepository: { type, repo } });
  });

  it("hands over the commands and folders that replace the preset's", async () => {
    const own = { installCommand: "npm ci", buildCommand: "make", outputDirectory: "dist" };
    const declareOwn = () =>
      new Frontend("frontend", {
        app,
        team: "team_acme",
        frontend: { ...config.frontend, ...own },
        env: {},
        sensitive: new Set(),
      });
    const [project] = ofType(await record(declareOwn), "vercel:index/project:Project");
    expect(project?.inputs).toMatchObject(own);
  });

  it("declares each domain", async () => {
    const domains = ofType(await record(declare), "vercel:index/projectDomain:ProjectDomain");
    expect(domains.map(({ inputs }) => inputs.domain)).toEqual(["app.example.com", "www.example.com"]);
  });

  it("S1.10 sets env vars for Production only, secrets as sensitive", async () => {
    const vars = ofType(await record(declare), "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable");
    expect(vars.map(({ inputs }) => [inputs.key, inputs.targets, inputs.sensitive])).toEqual([
      ["NEXT_PUBLIC_A", ["production"], false],
      ["KEY", ["production"], true],
    ]);
  });
});

describe("Rollout", () => {
  const declare = () =>
    new Rollout("rollout", {
      team: "team_acme",
      projectId: "prj_1",
      ref: "main",
      rollout: config.rollout,
      builtFrom: "digest",
    });

  it("S2.3 declares the flag for Production and a production deployment that says which percent it has", async () => {
    const recorded = await record(declare);
    const [flag] = ofType(recorded, "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable");
    const [deployment] = ofType(recorded, "vercel:index/deployment:Deployment");
    expect(flag?.inputs).toMatchObject({ key: "V2_PERCENT", value: "10", targets: ["production"], sensitive: false });
    expect(deployment?.inputs).toMatchObject({ production: true, ref: "main", meta: { rolloutPercent: "10" } });
  });

  it("gives the percent as the deployment has it", async () => {
    const percent = await new Promise<number>((resolve) => {
      void record(() => {
        const rollout = declare();
        rollout.percent.apply(resolve);
        return rollout;
      });
    });
    expect(percent).toBe(10);
  });
});

describe("PostDeploy", () => {
  it("S1.11 runs fixed text, hands the checks over in the environment, and again when what they cover changes", async () => {
    const recorded = await record(
      () =>
        new PostDeploy("api", {
          checks: config.smokeChecks,
          url: pulumi.output("https://api.example"),
          covers: ["dep-1"],
        }),
    );
    const [command] = ofType(recorded, "command:local:Command");
    expect(command?.inputs).toMatchObject({ create: "node cli/cutover.js smoke", triggers: ["dep-1"] });
    const environment = command?.inputs.environment as { CUTOVER_SMOKE_CHECKS: string };
    expect(JSON.parse(environment.CUTOVER_SMOKE_CHECKS)).toEqual([
      expect.objectContaining({
        name: "healthy",
        url: "https://api.example/health",
        expect: expect.objectContaining({ status: 200 }),
      }),
    ]);
  });
});

describe("resolveEnv", () => {
  it("turns typed literals into text", () => {
    const scope = { secrets: {}, outputs: {} };
    expect(resolveEnv({ A: false, B: 5, C: "x" }, scope)).toEqual({ A: "false", B: "5", C: "x" });
  });

  it("keeps a secret secret", async () => {
    const { A } = resolveEnv({ A: { secret: "KEY" } }, { secrets: { KEY: pulumi.secret("s") }, outputs: {} });
    expect(await pulumi.isSecret(A as pulumi.Output<string>)).toBe(true);
  });

  it("names an output that this place cannot have", () => {
    expect(() => resolveEnv({ A: { output: "api.url" } }, { secrets: {}, outputs: {} })).toThrow(
      "env A: no output api.url",
    );
  });
});
