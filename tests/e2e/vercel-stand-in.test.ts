import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Edge } from "../../rehearsal/core/edge.ts";
import { Faults } from "../../rehearsal/core/faults.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { startVercelPlugin } from "../../rehearsal/plugins/vercel/vercel.ts";
import { startVercel, type VercelWorld } from "../../rehearsal/vercel/vercel.ts";
import { PulumiProject } from "./support/pulumi.ts";

const teamId = "team_acmebrains";
const repository = "acme-brains/twin-brains";
const apiKey = "sk-recognisable-7f3e";

/** A project with two variables, a domain and a production deployment that follows the flag. */
const program = ({ percent = 0, project = "", deployment = "", more = "" } = {}) => `
import * as vercel from "@pulumiverse/vercel";
const teamId = "${teamId}";
const project = new vercel.Project("site", {
  teamId, name: "twin-brains", framework: "nextjs", rootDirectory: "frontend", nodeVersion: "20.x",
  gitRepository: { type: "github", repo: "${repository}", productionBranch: "main" },
  gitProviderOptions: { createDeployments: false }, vercelAuthentication: { deploymentType: "none" }, ${project}
});
new vercel.ProjectDomain("domain", { teamId, projectId: project.id, domain: "app.twin-brains.example" });
const flag = new vercel.ProjectEnvironmentVariable("flag", {
  teamId, projectId: project.id, key: "V2_ROLLOUT_PERCENT", value: "${percent}", targets: ["production"], sensitive: false,
});
const key = new vercel.ProjectEnvironmentVariable("key", {
  teamId, projectId: project.id, key: "API_KEY", value: "${apiKey}", targets: ["production", "preview"], sensitive: true,
});
const deployment = new vercel.Deployment("deployment", {
  teamId, projectId: project.id, ref: "main", production: true, meta: { percent: "${percent}" }, ${deployment}
}, { dependsOn: [flag, key] });
${more}
export const projectId = project.id;
export const deploymentId = deployment.id;
export const url = deployment.url;
export const domains = deployment.domains;
`;

let vercel: VercelWorld;
let plugin: Awaited<ReturnType<typeof startVercelPlugin>>;
let git: Git;
let edge: Edge;
let faults: Faults;
let pulumi: PulumiProject;

beforeEach(async () => {
  const clock = new Clock();
  [edge, faults, git] = [new Edge(), new Faults(), new Git(() => clock.now())];
  git.push(repository, "main", "First release");
  vercel = await startVercel({ clock, edge, git, faults, team: teamId, buildMs: 5 });
  plugin = await startVercelPlugin({ env: { VERCEL_BASE_URL: vercel.url, VERCEL_API_TOKEN: vercel.token } });
  pulumi = await PulumiProject.create({ program: program(), attach: { vercel: plugin.port } });
});
afterEach(async () => {
  await pulumi?.remove();
  await plugin?.close();
  await vercel?.close();
});

async function up() {
  const run = await pulumi.up();
  expect(run.exitCode, run.all).toBe(0);
  return run;
}
async function outputs() {
  return (await pulumi.json(["stack", "output", "--json"])) as Record<string, string>;
}
const ask = async (path: string) => {
  const answer = await fetch(`${vercel.url}${path}?teamId=${teamId}`, {
    headers: { authorization: `Bearer ${vercel.token}` },
  });
  return (await answer.json()) as Record<string, unknown>;
};

it("S2.3 a program lives through create, no change, another percent, drift, import, a failed build and destroy", async () => {
  // Vercel limits the rate: what is asked is asked again.
  for (const at of ["POST /v11/projects", "PATCH /v9/projects"]) faults.add({ kind: "status", at, status: 429 });
  const runs = [await pulumi.preview("--diff")];
  expect(runs[0]?.exitCode, runs[0]?.all).toBe(0);
  expect(Object.values(vercel.inventory()).flat()).toEqual([]);
  runs.push(await up());

  const before = await outputs();
  expect(before.projectId).toMatch(/^prj_/);
  expect(before.deploymentId).toMatch(/^dpl_/);
  expect(before.url).toMatch(/^twin-brains-[0-9a-z]{9}-acmebrains\.vercel\.app$/);
  expect(before.domains).toContain("app.twin-brains.example");
  const projectPath = `/v9/projects/${before.projectId}`;
  expect(await ask(projectPath)).toMatchObject({
    name: "twin-brains",
    nodeVersion: "20.x",
    rootDirectory: "frontend",
    gitProviderOptions: { createDeployments: "disabled" },
    link: { productionBranch: "main" },
  });
  expect((await edge.fetch("https://app.twin-brains.example/")).status).toBe(200);
  const refresh = await pulumi.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(refresh.exitCode, refresh.all).toBe(0);
  expect((await up()).all).toMatch(/6 unchanged/);

  // Another percent updates the variable in place and makes a deployment that the old one outlives.
  await pulumi.write(program({ percent: 10 }));
  const preview = await pulumi.preview("--diff");
  expect(preview.all).toMatch(/~ vercel:index\/projectEnvironmentVariable/);
  expect(preview.all).toMatch(/\+-vercel:index\/deployment/);
  runs.push(preview, await up());
  const after = await outputs();
  expect(after.projectId).toBe(before.projectId);
  expect(after.deploymentId).not.toBe(before.deploymentId);
  const serving = { targets: { production: { id: after.deploymentId } } };
  expect(await ask(projectPath)).toMatchObject(serving);
  expect(await ask(`/v13/deployments/${before.deploymentId}`)).toMatchObject({ readyState: "READY" });

  // A change made at Vercel is drift that the next up takes back.
  await fetch(`${vercel.url}${projectPath}?teamId=${teamId}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${vercel.token}` },
    body: JSON.stringify({ nodeVersion: "24.x", installCommand: "yarn" }),
  });
  const back = await pulumi.up("--refresh");
  expect(back.exitCode, back.all).toBe(0);
  expect(await ask(projectPath)).toMatchObject({ nodeVersion: "20.x", installCommand: null });

  await importsByPath(before.projectId ?? "");

  // A failed build fails the update with the end of its log, and production stays with the old one.
  git.push(repository, "main", "Broken", { buildFailure: ["Type error: Cannot find name 'foo'."] });
  await pulumi.write(program({ percent: 50 }));
  const failed = await pulumi.up();
  expect(failed.exitCode).not.toBe(0);
  expect(failed.all).toMatch(/failed: BUILD_UTILS_SPAWN_1/);
  expect(failed.all).toContain("| Type error: Cannot find name 'foo'.");
  expect(await ask(projectPath)).toMatchObject(serving);

  const shown = [...runs, back, failed].map(({ all }) => all).concat(await pulumi.stateText());
  for (const secret of [apiKey, Buffer.from(apiKey).toString("base64"), vercel.token])
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  const destroy = await pulumi.run(["destroy", "--yes", "--skip-preview"]);
  expect(destroy.exitCode, destroy.all).toBe(0);
  expect(Object.values(vercel.inventory()).flat()).toEqual([]);
  expect(vercel.unknownRoutes()).toEqual([]);
});

/** A project, a variable and a domain are imported by their paths, and keep the last part as their id. */
async function importsByPath(projectId: string): Promise<void> {
  const { envs } = (await ask(`/v8/projects/${projectId}/env`)) as { envs: { id: string; key: string }[] };
  const flag = envs.find(({ key }) => key === "V2_ROLLOUT_PERCENT");
  const other = await PulumiProject.create({ program: "export {};", attach: { vercel: plugin.port } });
  try {
    const imported = [
      ["project:Project", `${teamId}/${projectId}`, projectId],
      ["projectEnvironmentVariable:ProjectEnvironmentVariable", `${teamId}/${projectId}/${flag?.id}`, flag?.id],
      ["projectDomain:ProjectDomain", `${teamId}/${projectId}/app.twin-brains.example`, "app.twin-brains.example"],
    ] as const;
    const resources = imported.map(([type, id], index) => ({ type: `vercel:index/${type}`, name: `it-${index}`, id }));
    await writeFile(join(other.folder, "import.json"), JSON.stringify({ resources }));
    const run = await other.run(["import", "--file", "import.json", "--yes", "--skip-preview"]);
    expect(run.exitCode, run.all).toBe(0);
    const state = await other.stateText();
    for (const [, , id] of imported) expect(state).toContain(`"id": "${id}"`);
    expect(state).toMatch(/"nodeVersion": "20.x"/);
    expect(state).toMatch(/"key": "V2_ROLLOUT_PERCENT"/);
  } finally {
    await other.remove();
  }
}

const rich = ({ timeout = 60, password = "made-up-password-1", two = "2", environment = "qa" } = {}) => `
import * as vercel from "@pulumiverse/vercel";
const teamId = "${teamId}";
const project = new vercel.Project("site", {
  teamId, name: "rich-twin", framework: "nextjs", skewProtection: "12 hours",
  resourceConfig: { fluid: true, functionDefaultTimeout: ${timeout}, functionDefaultCpuType: "performance" },
  passwordProtection: { deploymentType: "all_deployments", password: "${password}" },
  trustedIps: { deploymentType: "all_deployments", addresses: [{ value: "192.0.2.0/24", note: "office" }] },
  optionsAllowlist: { paths: [{ value: "/api" }] },
  gitComments: { onCommit: true, onPullRequest: false }, oidcTokenConfig: { issuerMode: "global" },
  gitRepository: { type: "github", repo: "${repository}" }, gitProviderOptions: { createDeployments: false },
});
const environment = new vercel.CustomEnvironment("qa", {
  teamId, projectId: project.id, name: "${environment}", branchTracking: { type: "startsWith", pattern: "qa-" },
});
const variables = new vercel.ProjectEnvironmentVariables("variables", {
  teamId, projectId: project.id, variables: [
    { key: "ONE", value: "1", targets: ["production", "preview"], sensitive: false },
    { key: "TWO", value: "${two}", targets: ["production"], sensitive: true },
    { key: "THREE", value: "3", customEnvironmentIds: [environment.id], sensitive: false },
  ],
});
new vercel.ProjectDomain("domain", { teamId, projectId: project.id, domain: "qa.twin-brains.example", customEnvironmentId: environment.id });
const deployment = new vercel.Deployment("deployment", {
  teamId, projectId: project.id, ref: "main", customEnvironmentId: environment.id, deleteOnDestroy: true,
}, { dependsOn: [variables] });
new vercel.Alias("alias", { teamId, alias: "rich-try.vercel.app", deploymentId: deployment.id });
export const projectId = project.id;
`;

it("a program with every kind of resource lives through create, no change, refresh, update and destroy", async () => {
  await pulumi.write(rich());
  await up();
  const { projectId } = await outputs();
  expect(await ask(`/v9/projects/${projectId}`)).toMatchObject({
    ...{ skewProtectionMaxAge: 43_200, oidcTokenConfig: { enabled: true, issuerMode: "global" } },
    ...{ passwordProtection: { deploymentType: "all" }, optionsAllowlist: { paths: [{ value: "/api" }] } },
    trustedIps: { deploymentType: "all", protectionMode: "additional" },
    resourceConfig: { functionDefaultTimeout: 60, functionDefaultMemoryType: "performance" },
  });
  const refresh = await pulumi.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(refresh.exitCode, refresh.all).toBe(0);
  expect((await up()).all).toMatch(/7 unchanged/);
  expect(await pulumi.stateText()).not.toContain("made-up-password-1");

  await pulumi.write(rich({ timeout: 120, password: "made-up-password-2", two: "22", environment: "quality" }));
  expect((await up()).all).toMatch(/3 updated/);
  expect(await ask(`/v9/projects/${projectId}`)).toMatchObject({ resourceConfig: { functionDefaultTimeout: 120 } });
  expect(await ask(`/v9/projects/${projectId}/custom-environments/quality`)).toMatchObject({ slug: "quality" });

  const destroy = await pulumi.run(["destroy", "--yes", "--skip-preview"]);
  expect(destroy.exitCode, destroy.all).toBe(0);
  expect(Object.values(vercel.inventory()).flat()).toEqual([]);
  expect(vercel.unknownRoutes()).toEqual([]);
});

it("refuses in preview what it does not support, and what Vercel would refuse", async () => {
  for (const [source, reason] of refusals) {
    await pulumi.write(source);
    const preview = await pulumi.preview();
    expect(preview.exitCode, preview.all).not.toBe(0);
    expect(preview.all).toMatch(reason);
    expect(preview.all).not.toContain(apiKey);
  }
});

const refusals: readonly [program: string, reason: RegExp][] = [
  [
    program({ project: 'buildMachineType: "turbo",' }),
    /buildMachineType.*is not supported by the rehearsal's stand-in/,
  ],
  [program({ deployment: 'pathPrefix: "x",' }), /pathPrefix.*is not supported/],
  [program({ more: 'new vercel.AccessGroup("a", { name: "Frontend" });' }), /vercel:index\/accessGroup:AccessGroup/],
  [
    program({ more: 'export const found = vercel.getProject({ name: "twin-brains" });' }),
    /stand-in for vercel does not support functions such as vercel:index\/getProject:getProject/,
  ],
  [
    program({
      more: `new vercel.ProjectEnvironmentVariable("dev", {
        teamId, projectId: project.id, key: "DEV", value: "${apiKey}", targets: ["development"], sensitive: true });`,
    }),
    /a sensitive variable cannot target development/,
  ],
];
