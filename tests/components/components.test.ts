import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { resolveEnv } from "../../components/env.ts";
import { Frontend } from "../../components/frontend.ts";
import { PostDeploy } from "../../components/post-deploy.ts";
import { Site } from "../../components/site.ts";
import { ofType, record } from "./recorder.ts";
import { config } from "./stack.ts";

const { app, frontend, rollout, smokeChecks } = config;
const subject = { project: "acme" };

describe("Frontend", () => {
  const declare = () =>
    new Frontend("frontend", {
      app,
      team: "team_acme",
      deploys: "release",
      frontend,
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
        deploys: "release",
        frontend,
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
        deploys: "release",
        frontend: { ...frontend, ...own },
        env: {},
        sensitive: new Set(),
      });
    const [project] = ofType(await record(declareOwn), "vercel:index/project:Project");
    expect(project?.inputs).toMatchObject(own);
  });

  const declaredWith = async (changes: object, deploys: "release" | "vendor" = "release") => {
    const args = { app, team: "team_acme", deploys, env: {}, sensitive: new Set<string>() };
    const recorded = await record(() => new Frontend("frontend", { ...args, frontend: { ...frontend, ...changes } }));
    return ofType(recorded, "vercel:index/project:Project")[0]?.inputs;
  };

  it.each([
    ["standard", "standard_protection_new"],
    ["previews", "only_preview_deployments"],
    ["none", "none"],
  ])("S1.2 says whose visitors sign in at Vercel: %s", async (previewProtection, deploymentType) => {
    expect(await declaredWith({ previewProtection })).toMatchObject({ vercelAuthentication: { deploymentType } });
  });

  it("S1.2 protects previews where config says nothing of it", async () => {
    expect(frontend.previewProtection).toBe("standard");
  });

  it("S4.5 gives Vercel the ignored build step exactly where Vercel builds pushes", async () => {
    const ignoreCommand = "git diff --quiet HEAD^ HEAD ./";
    expect(await declaredWith({ ignoreCommand }, "vendor")).toMatchObject({ ignoreCommand });
    expect(await declaredWith({ ignoreCommand })).not.toHaveProperty("ignoreCommand");
    expect(await declaredWith({}, "vendor")).not.toHaveProperty("ignoreCommand");
  });

  it("S2.9 keeps old pages on their version for as long as config says", async () => {
    expect(await declaredWith({ skewProtection: "7 days" })).toMatchObject({ skewProtection: "7 days" });
    expect(await declaredWith({})).not.toHaveProperty("skewProtection");
  });

  it("builds anew for what is built in, and not for who may see it", async () => {
    const builtFrom = async (changes: object) => {
      const args = { app, team: "team_acme", deploys: "vendor" as const, env: {}, sensitive: new Set<string>() };
      let digest = "";
      await record(() => {
        const made = new Frontend("frontend", { ...args, frontend: { ...frontend, ...changes } });
        made.builtFrom.apply((value) => {
          digest = value;
        });
        return made;
      });
      return digest;
    };
    const before = await builtFrom({});
    expect(before).toMatch(/^[0-9a-f]{32}$/);
    expect(await builtFrom({ previewProtection: "previews", ignoreCommand: "false" })).toBe(before);
    expect(await builtFrom({ skewProtection: "7 days" })).not.toBe(before);
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

describe("Site", () => {
  const declare = (changes: Partial<ConstructorParameters<typeof Site>[1]> = {}) =>
    new Site("site", {
      app,
      team: "team_acme",
      deploys: "release",
      frontend,
      env: { NEXT_PUBLIC_A: "1", KEY: { secret: "KEY" } },
      scope: { secrets: { KEY: pulumi.secret("hidden") }, outputs: {} },
      rollout,
      subject,
      migrations: [],
      checks: [],
      ...changes,
    });

  it("S1.10 stores what comes from a secret as sensitive", async () => {
    const vars = ofType(await record(declare), "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable");
    expect(vars.map(({ inputs }) => [inputs.key, inputs.sensitive])).toEqual(
      expect.arrayContaining([
        ["NEXT_PUBLIC_A", false],
        ["KEY", true],
      ]),
    );
  });

  it("S1.2 lets Vercel deploy pushes exactly where the stack leaves that to the vendors", async () => {
    const recorded = await record(() => declare({ deploys: "vendor" }));
    const [project] = ofType(recorded, "vercel:index/project:Project");
    expect(project?.inputs).toMatchObject({ gitProviderOptions: { createDeployments: true } });
    expect(ofType(recorded, "vercel:index/deployment:Deployment")).toHaveLength(1);
  });

  it("S2.3 has Vercel give no deployment its domains by itself exactly where the stack stages them", async () => {
    const assigned = async (changes: Parameters<typeof declare>[0]) =>
      ofType(await record(() => declare(changes)), "vercel:index/project:Project")[0]?.inputs.autoAssignCustomDomains;
    expect(await assigned({})).toBe(false);
    expect(await assigned({ rollout: undefined })).toBeUndefined();
    expect(await assigned({ deploys: "vendor" })).toBeUndefined();
  });

  it("without a rollout declares a deployment for all users and no flag", async () => {
    const recorded = await record(() => declare({ rollout: undefined, env: {} }));
    expect(ofType(recorded, "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable")).toEqual([]);
    const [deployment] = ofType(recorded, "vercel:index/deployment:Deployment");
    expect(deployment?.inputs).not.toHaveProperty("meta");
  });
});

describe("PostDeploy", () => {
  it("S1.11 runs fixed text, hands the checks over in the environment, and again when what they cover changes", async () => {
    const recorded = await record(
      () =>
        new PostDeploy("api", {
          checks: smokeChecks,
          url: pulumi.output("https://api.example"),
          covers: ["dep-1"],
          secrets: { TOKEN: pulumi.secret("token-in-clear") },
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

describe("PostDeploy behind Deployment Protection", () => {
  it("S2.3 sends the bypass with each check, as a secret of its own", async () => {
    const recorded = await record(
      () =>
        new PostDeploy("staged", {
          checks: smokeChecks,
          url: "https://acme-1.vercel.app",
          covers: ["dpl_1"],
          secrets: {},
          bypass: pulumi.secret("bypass-in-clear"),
        }),
    );
    const [command] = ofType(recorded, "command:local:Command");
    const environment = command?.inputs.environment as Record<string, string>;
    const [check] = JSON.parse(environment.CUTOVER_SMOKE_CHECKS ?? "");
    expect(check.request.headers).toEqual({ "x-vercel-protection-bypass": { secret: "VERCEL_PROTECTION_BYPASS" } });
    expect(environment.CUTOVER_SMOKE_CHECKS).not.toContain("bypass-in-clear");
    expect(JSON.parse(environment.CUTOVER_SMOKE_SECRETS ?? "")).toEqual({
      VERCEL_PROTECTION_BYPASS: "bypass-in-clear",
    });
    expect(command?.secrets.some((path) => "environment.CUTOVER_SMOKE_SECRETS".startsWith(path))).toBe(true);
  });
});

describe("PostDeploy with secrets", () => {
  const check = {
    name: "feedback is taken",
    target: "api" as const,
    timeout: "PT5S",
    within: "PT9S",
    expect: { status: 202, headers: {} },
    request: {
      method: "POST" as const,
      path: "/feedback",
      headers: { authorization: { secret: "TOKEN", prefix: "Bearer " } },
      json: { key: { secret: "KEY" } },
    },
    afterwards: { path: "/jobs/{job_id}", within: "PT9S", expect: { status: 200, headers: {} } },
  };

  it("names secrets in the list and hands their values over beside it, only those that are named", async () => {
    const secrets = { TOKEN: pulumi.secret("t"), KEY: pulumi.secret("k"), OTHER: pulumi.secret("o") };
    const recorded = await record(
      () => new PostDeploy("api", { checks: [check], url: "https://api.example", covers: ["dep-1"], secrets }),
    );
    const [command] = ofType(recorded, "command:local:Command");
    const environment = command?.inputs.environment as Record<string, string>;
    expect(JSON.parse(environment.CUTOVER_SMOKE_CHECKS ?? "")).toEqual([
      expect.objectContaining({
        request: { method: "POST", headers: check.request.headers, json: check.request.json },
        afterwards: { url: "https://api.example/jobs/{job_id}", within: "PT9S", expect: { status: 200, headers: {} } },
      }),
    ]);
    expect(JSON.parse(environment.CUTOVER_SMOKE_SECRETS ?? "")).toEqual({ TOKEN: "t", KEY: "k" });
    expect(command?.secrets.some((path) => "environment.CUTOVER_SMOKE_SECRETS".startsWith(path))).toBe(true);
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
