const owner = "tea-0123456789abcdefghij";
const repository = "twin-brains";
const conditions = [{ refNames: [{ includes: ["~DEFAULT_BRANCH"], excludes: [] }] }];
const rules = [{ deletion: true, nonFastForward: true, pullRequests: [{ requiredApprovingReviewCount: 1 }] }];

/** Resources that rules judge and no committed stack declares: somebody's own program may, or an exported state has them. */
export const undeclared: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "render:index:PrivateService": {
    ...{ name: "models", ownerId: owner, runtime: "image", image: { path: "ghcr.io/acme-brains/models:1.4" } },
    ...{ plan: "standard", region: "oregon", env: { REDIS_URL: "redis://red-queue:6379", LOG_LEVEL: "info" } },
    ...{ preDeployCommand: "alembic upgrade head", dockerCommand: "serve --port 10000", notifyOnFail: "notify" },
  },
  "render:index:StaticSite": {
    name: "docs",
    repo: "https://github.com/acme-brains/docs",
    buildCommand: "npm run build",
  },
  "render:index:Postgres": {
    ...{ name: "twins", ownerId: owner, plan: "basic_1gb", region: "oregon", version: "17" },
    ipAllowList: [{ cidrBlock: "203.0.113.7/32", description: "office" }],
  },
  "render:index:EnvGroup": {
    name: "shared",
    ownerId: owner,
    env: { LOG_LEVEL: "info" },
    secretFiles: { "a.txt": "text" },
  },
  "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables": {
    projectId: "prj_1",
    variables: [
      { key: "NEXT_PUBLIC_A", value: "a", targets: ["production"], sensitive: false, customEnvironmentIds: [] },
    ],
  },
  "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable": {
    ...{ key: "LOG_LEVEL", value: "info", targets: ["production", "preview"], sensitive: true, projectIds: ["prj_1"] },
  },
  "vercel:index/alias:Alias": { alias: "app.twin-brains.example", deploymentId: "dpl_1", teamId: "team_acmebrains" },
  "github:index/organizationRuleset:OrganizationRuleset": {
    ...{ name: "all", target: "branch", enforcement: "active", conditions, rules },
    bypassActors: [{ actorId: 5, actorType: "RepositoryRole", bypassMode: "pull_request" }],
  },
  "github:index/actionsSecret:ActionsSecret": { repository, secretName: "NPM_TOKEN", plaintextValue: "made-up" },
  "github:index/actionsOrganizationSecret:ActionsOrganizationSecret": { secretName: "NPM_TOKEN", visibility: "all" },
  "github:index/dependabotSecret:DependabotSecret": {
    repository,
    secretName: "NPM_TOKEN",
    encryptedValue: "bWFkZSB1cA==",
  },
  "github:index/dependabotOrganizationSecret:DependabotOrganizationSecret": { secretName: "NPM_TOKEN" },
};
