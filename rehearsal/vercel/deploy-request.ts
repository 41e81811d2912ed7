import { createHash } from "node:crypto";
import { z } from "zod";
import type { Commit, Git } from "../core/git.ts";
import { ApiError, badRequest, notFound } from "./api-error.ts";
import type { Account, Deployment, Project } from "./entities.ts";
import { createProject } from "./projects.ts";
import type { Store } from "./store.ts";

const names = z.record(z.string(), z.string());

/** The body of `POST /v13/deployments`. */
export const DeployRequest = z.strictObject({
  name: z.string().optional(),
  project: z.string().optional(),
  /** A deployment to build again. */
  deploymentId: z.string().optional(),
  target: z
    .enum(["production", "staging", "preview"])
    .or(z.string().regex(/^[a-z0-9-_]+$/))
    .nullish(),
  customEnvironmentSlugOrId: z.string().nullish(),
  monorepoManager: z.string().nullish(),
  env: names.nullish().transform((env) => env ?? {}),
  build: z.strictObject({ env: names.optional() }).optional(),
  meta: names.nullish().transform((meta) => meta ?? {}),
  files: z
    .array(
      z.object({
        file: z.string(),
        sha: z.string().optional(),
        size: z.number().optional(),
        data: z.string().optional(),
        encoding: z.enum(["utf-8", "base64"]).optional(),
      }),
    )
    .optional(),
  gitSource: z
    .strictObject({
      type: z.enum(["github", "gitlab", "bitbucket"]),
      /** GitLab's and Bitbucket's ways to name the repository; only a project's own one can be built. */
      projectId: z.union([z.string(), z.number()]).optional(),
      owner: z.string().optional(),
      slug: z.string().optional(),
      org: z.string().optional(),
      repo: z.string().optional(),
      repoId: z.union([z.string(), z.number()]).optional(),
      ref: z.string(),
      sha: z.string().optional(),
    })
    .optional(),
  gitMetadata: z.looseObject({ remoteUrl: z.string().optional(), commitSha: z.string().optional() }).optional(),
  projectSettings: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((settings) => settings ?? {}),
  /** False stages a production deployment instead of giving it the domains, as `vercel deploy --prod --skip-domain` asks. */
  autoAssignCustomDomains: z.boolean().optional(),
  functions: z.record(z.string(), z.unknown()).nullish(),
  routes: z.array(z.unknown()).nullish(),
  source: z.literal("cli").optional(),
  version: z.literal(2).optional(),
  actor: z.string().optional(),
  regions: z.array(z.string()).optional(),
  public: z.boolean().optional(),
  withLatestCommit: z.boolean().optional(),
});

export type DeployRequest = z.output<typeof DeployRequest>;

/** What a build is of. */
export interface Source {
  readonly commit: Commit;
  readonly gitSource: Deployment["gitSource"];
  readonly source: Deployment["source"];
}

/** The project a deployment goes to: `project` by id or name, else the one called `name`, which is made when new. */
export function projectFor(store: Store, account: Account, { project, name, deploymentId }: DeployRequest): Project {
  if (project) return store.project(account, project);
  if (deploymentId) return store.ownerOf(store.deployment(account, deploymentId));
  if (!name) throw badRequest("Missing required property `name`");
  return store.findProject(account, name) ?? createProject(store, account, name);
}

/** Finds what to build: a commit, an earlier deployment, or uploaded files. */
export function sourceOf(store: Store, git: Git, project: Project, request: DeployRequest): Source {
  if (request.deploymentId) return again(store, git, project, request);
  if (request.gitSource) return fromGit(git, project, request.gitSource);
  if (request.files) return fromFiles(store, git, request.files, request.gitMetadata);
  throw badRequest("Either `files`, `gitSource` or `deploymentId` is required");
}

function again(store: Store, git: Git, project: Project, { deploymentId, withLatestCommit }: DeployRequest): Source {
  const { commit, gitSource } = store.deployment(project.account, deploymentId ?? "");
  if (withLatestCommit && gitSource) return { ...fromGit(git, project, gitSource), source: "redeploy" };
  return { commit, gitSource, source: "redeploy" };
}

function fromGit(git: Git, project: Project, source: NonNullable<DeployRequest["gitSource"]>): Source {
  const { link } = project;
  const given = source.repoId ?? source.projectId;
  const linked = link && (given === undefined || String(given) === String(link.repoId));
  const org = source.org ?? source.owner ?? (linked ? link.org : undefined);
  const repo = source.repo ?? source.slug ?? (linked ? link.repo : undefined);
  const commit = org && repo ? git.resolve(`${org}/${repo}`, source.sha ?? source.ref) : undefined;
  if (!org || !repo || !commit)
    throw new ApiError(400, "incorrect_git_source_info", "The provided GitHub repository or ref can't be found.");
  return { commit, gitSource: { type: "github", org, repo, ref: source.ref }, source: "api-trigger-git-deploy" };
}

function fromFiles(
  store: Store,
  git: Git,
  files: NonNullable<DeployRequest["files"]>,
  metadata: DeployRequest["gitMetadata"],
): Source {
  const missing = files.flatMap(({ sha }) => (sha !== undefined && !store.files.has(sha) ? [sha] : []));
  if (missing.length > 0) throw new ApiError(400, "missing_files", "Missing files", { missing: [...new Set(missing)] });
  const { remoteUrl, commitSha } = metadata ?? {};
  const known = remoteUrl && commitSha ? git.resolve(remoteUrl, commitSha) : undefined;
  return { commit: known ?? commitOf(store, files), gitSource: undefined, source: "cli" };
}

/** Uploaded files have no commit; what they build behaves as a healthy app. */
function commitOf(store: Store, files: NonNullable<DeployRequest["files"]>): Commit {
  const sha = createHash("sha1").update(JSON.stringify(files)).digest("hex");
  return { sha, message: "", createdAt: new Date(store.now()).toISOString(), app: {} };
}

/** The deployment of an id, inside one project. */
export function deploymentOf(store: Store, project: Project, id: string): Deployment {
  const deployment = store.deployments.get(id);
  if (deployment?.projectId !== project.id) throw notFound("Deployment not found");
  return deployment;
}
