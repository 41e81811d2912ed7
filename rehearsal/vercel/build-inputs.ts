import type { DeployRequest, Source } from "./deploy-request.ts";
import type { Deployment, Project } from "./entities.ts";
import type { CustomEnvironment } from "./project-entities.ts";
import { environmentIn } from "./routes/custom-environments.ts";
import type { Store } from "./store.ts";
import { branchHost } from "./traffic.ts";

const builtIn = ["production", "staging", "preview"] as const;

/** The custom environment that a request names, also as its target, or whose branches the commit's is one of. */
export function customEnvironmentOf(
  project: Project,
  { target, customEnvironmentSlugOrId }: Partial<Pick<DeployRequest, "target" | "customEnvironmentSlugOrId">>,
  branch: string | undefined,
): CustomEnvironment | undefined {
  if (customEnvironmentSlugOrId) return environmentIn(project, customEnvironmentSlugOrId);
  if (target && !builtIn.some((one) => one === target)) return environmentIn(project, target);
  if (target || branch === undefined) return undefined;
  return [...project.environments.values()].find(({ branchMatcher: matcher }) => {
    if (matcher?.type === "equals") return branch === matcher.pattern;
    return matcher?.type === "startsWith"
      ? branch.startsWith(matcher.pattern)
      : matcher && branch.endsWith(matcher.pattern);
  });
}

export const targetOf = (
  { target }: Pick<DeployRequest, "target">,
  custom: CustomEnvironment | undefined,
): Deployment["target"] => (custom ? "preview" : (builtIn.find((one) => one === target) ?? "preview"));

/** Variables that the team's projects share; a project's own go before them. */
export function sharedEnvForBuild(
  { sharedEnv }: Store,
  { id }: Project,
  environment: "production" | "preview",
): Record<string, string> {
  const here = [...sharedEnv.values()].filter(
    ({ projectId, target }) => projectId.includes(id) && target.includes(environment),
  );
  return Object.fromEntries(here.map(({ key, value }) => [key, value]));
}

/** What a build runs with: the project's settings, and what the request says instead. */
export function settingsOf(project: Project, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { framework, buildCommand, devCommand, installCommand, outputDirectory } = project.settings;
  return { framework, buildCommand, devCommand, installCommand, outputDirectory, ...given };
}

/** The vendor's own variables. @see https://vercel.com/docs/environment-variables/system-environment-variables */
export function systemEnv(
  project: Project,
  environment: string,
  url: string,
  { commit, gitSource }: Source,
): Record<string, string> {
  const domains = [...project.domains.values()].filter(
    ({ verified, redirect, gitBranch }) => verified && !redirect && !gitBranch,
  );
  const production = (domains.find(({ name }) => !name.endsWith(".vercel.app")) ?? domains[0])?.name;
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_TARGET_ENV: environment,
    VERCEL_URL: url,
    VERCEL_PROJECT_ID: project.id,
    ...(production ? { VERCEL_PROJECT_PRODUCTION_URL: production } : {}),
    ...(gitSource
      ? {
          VERCEL_BRANCH_URL: branchHost(project, gitSource.ref),
          VERCEL_GIT_PROVIDER: "github",
          VERCEL_GIT_REPO_OWNER: gitSource.org,
          VERCEL_GIT_REPO_SLUG: gitSource.repo,
          VERCEL_GIT_COMMIT_REF: gitSource.ref,
          VERCEL_GIT_COMMIT_SHA: commit.sha,
          VERCEL_GIT_COMMIT_MESSAGE: commit.message,
        }
      : {}),
  };
}
