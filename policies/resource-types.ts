/** Types of resources that are looked at by name, as the packages that hold them write them. */

export const VERCEL_PROJECT = "vercel:index/project:Project";
export const VERCEL_DOMAIN = "vercel:index/projectDomain:ProjectDomain";
export const VERCEL_ALIAS = "vercel:index/alias:Alias";
export const VERCEL_DEPLOYMENT = "vercel:index/deployment:Deployment";
export const VERCEL_VARIABLE = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
export const VERCEL_VARIABLES = "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables";
export const VERCEL_SHARED_VARIABLE = "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable";

export const WEB_SERVICE = "render:index:WebService";
export const PRIVATE_SERVICE = "render:index:PrivateService";
export const BACKGROUND_WORKER = "render:index:BackgroundWorker";
export const CRON_JOB = "render:index:CronJob";
export const KEY_VALUE = "render:index:KeyValue";
export const POSTGRES = "render:index:Postgres";
export const ENV_GROUP = "render:index:EnvGroup";

export const ROLLOUT = "release:index:Rollout";
export const PROMOTION = "release:index:Promotion";

export const LOCAL_COMMAND = "command:local:Command";

export const RULESET = "github:index/repositoryRuleset:RepositoryRuleset";
export const ORGANIZATION_RULESET = "github:index/organizationRuleset:OrganizationRuleset";
export const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
export const ENVIRONMENT_BRANCH =
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
export const ENVIRONMENT_VARIABLE = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";
