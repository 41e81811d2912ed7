import { expect, it } from "vitest";
import { provider } from "./provider.ts";

const fields = {
  ...{ buildCommand: "npm run build", commandForIgnoringBuildStep: null, devCommand: null, installCommand: null },
  ...{ framework: "nextjs", outputDirectory: null, publicSource: null, rootDirectory: "frontend" },
  ssoProtection: { deploymentType: "prod_deployment_urls_and_all_previews" },
  passwordProtection: { deploymentType: "preview", password: "made-up-password" },
  trustedIps: {
    deploymentType: "all",
    addresses: [{ value: "192.0.2.0/24", note: "office" }],
    protectionMode: "additional",
  },
  oidcTokenConfig: { enabled: true, issuerMode: "team" },
  optionsAllowlist: { paths: [{ value: "/api" }] },
  ...{ autoExposeSystemEnvs: true, enablePreviewFeedback: null, enableProductionFeedback: null },
  ...{ autoAssignCustomDomains: false, gitLFS: true, serverlessFunctionZeroConfigFailover: false },
  ...{ customerSupportCodeVisibility: false, gitForkProtection: true, productionDeploymentsFastLane: true },
  ...{ directoryListing: false, skewProtectionMaxAge: 3600, gitComments: { onCommit: true, onPullRequest: false } },
  resourceConfig: { fluid: true, functionDefaultTimeout: 60, functionDefaultMemoryType: "performance" },
  nodeVersion: "20.x",
};

it("a project is created, given every setting, read, changed, linked anew and deleted", async () => {
  const { call, project } = await provider();
  const at = `/v9/projects/${project.id}`;
  const { password: _, ...told } = fields.passwordProtection;
  const wanted = { ...fields, publicSource: undefined, passwordProtection: told };
  await call(200, "PATCH", at, fields);
  expect(await call(200, "GET", `/v10/projects/${project.id}`)).toMatchObject({
    ...JSON.parse(JSON.stringify(wanted)),
    link: { type: "github", org: "acme-brains", repo: "twin-brains", productionBranch: "main", deployHooks: [] },
  });

  await call(200, "PATCH", at, {
    ...fields,
    buildCommand: null,
    passwordProtection: null,
    trustedIps: null,
    optionsAllowlist: null,
    ssoProtection: null,
  });
  const cleared = await call(200, "GET", `/v10/projects/${project.id}`);
  expect(cleared).toMatchObject({ buildCommand: null, nodeVersion: "20.x" });
  for (const name of ["passwordProtection", "trustedIps", "optionsAllowlist", "ssoProtection"])
    expect(cleared[name] ?? null).toBeNull();

  expect((await call(200, "DELETE", `${at}/link`)).link).toBeUndefined();
  await call(200, "POST", `${at}/link`, { type: "github", repo: "acme-brains/other" });
  expect((await call(200, "PATCH", `${at}/branch`, { branch: "release" })).link).toMatchObject({
    repo: "other",
    productionBranch: "release",
  });
  await call(204, "DELETE", `/v8/projects/${project.id}`);
  expect((await call(404, "GET", `/v10/projects/${project.id}`)).error).toMatchObject({ code: "not_found" });
});

it.each([
  [
    "gitlab",
    "acme/brains/twin",
    {
      projectNamespace: "acme/brains",
      projectUrl: "https://gitlab.com/acme/brains/twin.git",
      projectId: expect.stringMatching(/^\d+$/),
    },
  ],
  ["bitbucket", "acme/twin", { owner: "acme", slug: "twin" }],
])("a project of a repository at %s", async (type, repo, link) => {
  const { call } = await provider();
  const made = await call(200, "POST", "/v8/projects", { name: `of-${type}`, gitRepository: { type, repo } });
  expect(made.link).toMatchObject({ type, ...link, productionBranch: "main", deployHooks: [] });
});

it("a project's deploy hooks are made and deleted, and one deploys its branch", async () => {
  const { call, project, vercel } = await provider();
  const hooks = `/v2/projects/${project.id}/deploy-hooks`;
  const made = await call(201, "POST", hooks, { name: "nightly", ref: "main" });
  const [hook] = made.link.deployHooks;
  expect(hook).toMatchObject({
    name: "nightly",
    ref: "main",
    url: expect.stringContaining(`/${project.id}/${hook.id}`),
  });
  const answer = await fetch(`${vercel.url}${new URL(hook.url).pathname}`, { method: "POST" });
  expect([answer.status, await answer.json()]).toMatchObject([201, { job: { state: "PENDING" } }]);
  const { deployments } = await call(200, "GET", `/v6/deployments?projectId=${project.id}`);
  expect(deployments).toMatchObject([{ source: "git-deploy-hook", target: "production" }]);
  expect((await call(200, "DELETE", `${hooks}/${hook.id}`)).link.deployHooks).toEqual([]);
});

it("crons are switched off and on", async () => {
  const { call, project } = await provider();
  const crons = `/v1/projects/${project.id}/crons`;
  expect((await call(200, "PATCH", crons, { enabled: false })).crons.disabledAt).toEqual(expect.any(Number));
  await call(200, "PATCH", crons, { enabled: true });
  expect((await call(200, "GET", `/v10/projects/${project.id}`)).crons.disabledAt).toBeNull();
});

it("retention is told as periods where it is set and as days in the project", async () => {
  const { call, project } = await provider();
  const periods = {
    expiration: "1m",
    expirationProduction: "1y",
    expirationCanceled: "1w",
    expirationErrored: "unlimited",
  };
  const set = await call(200, "PATCH", `/v9/projects/${project.id}/deployment-expiration`, periods);
  expect(set).toEqual({ deploymentExpiration: periods });
  expect((await call(200, "GET", `/v2/projects/${project.id}`)).deploymentExpiration).toMatchObject({
    ...{ expirationDays: 30, expirationDaysProduction: 365, expirationDaysCanceled: 7, expirationDaysErrored: 36_500 },
  });
});

it("protection bypass: the first secret is the environment variable, until another one is or it is revoked", async () => {
  const { call, project } = await provider();
  const bypass = (body: object) => call(200, "PATCH", `/v10/projects/${project.id}/protection-bypass`, body);
  const [one, two] = ["a".repeat(32), "b".repeat(32)];
  const isEnvVar = async () => {
    const { protectionBypass } = await call(200, "GET", `/v10/projects/${project.id}`);
    return Object.fromEntries(
      Object.entries<{ isEnvVar: boolean }>(protectionBypass).map(([secret, held]) => [secret[0], held.isEnvVar]),
    );
  };
  await bypass({ generate: { secret: one, note: "ci" } });
  expect(await isEnvVar()).toEqual({ a: true });
  await bypass({ generate: { secret: two } });
  expect(await isEnvVar()).toEqual({ a: true, b: false });
  await bypass({ update: { secret: two, isEnvVar: true, note: "checks" } });
  expect(await isEnvVar()).toEqual({ a: false, b: true });
  await bypass({ revoke: { secret: two, regenerate: false } });
  expect(await isEnvVar()).toEqual({ a: true });
});

it("attack challenge mode is read from the project", async () => {
  const { call, project } = await provider();
  const body = { projectId: project.id, attackModeEnabled: true, attackModeActiveUntil: null };
  expect(await call(200, "POST", "/security/attack-mode", body)).toMatchObject({ attackModeEnabled: true });
  expect((await call(200, "GET", `/v10/projects/${project.id}`)).security).toMatchObject({ attackModeEnabled: true });
});

it("members of a project are added, changed, listed and removed in batches", async () => {
  const { call, project } = await provider();
  const members = `/v1/projects/${project.id}/members`;
  await call(200, "POST", `${members}/batch`, {
    members: [
      { uid: "uAbcdefghijklmnopqrstuvw", role: "ADMIN" },
      { email: "robin@acme-brains.example", role: "PROJECT_VIEWER" },
    ],
  });
  await call(200, "PATCH", members, { members: [{ uid: "uAbcdefghijklmnopqrstuvw", role: "PROJECT_DEVELOPER" }] });
  const listed = (await call(200, "GET", `${members}?limit=100`)).members;
  expect(listed).toMatchObject([
    { uid: "uAbcdefghijklmnopqrstuvw", role: "PROJECT_DEVELOPER" },
    { email: "robin@acme-brains.example", username: "robin", role: "PROJECT_VIEWER" },
  ]);
  await call(200, "DELETE", `${members}/batch`, { members: listed.map(({ uid }: { uid: string }) => uid) });
  expect((await call(200, "GET", members)).members).toEqual([]);
});
