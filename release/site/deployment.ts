import { z } from "zod";
import { type Flag, meta, type ProductionDeployment } from "./site.ts";

const GitSource = z.object({
  type: z.string(),
  ref: z.string().nullish(),
  sha: z.string().nullish(),
  repoId: z.union([z.string(), z.number()]).nullish(),
  org: z.string().nullish(),
  repo: z.string().nullish(),
  projectId: z.union([z.string(), z.number()]).nullish(),
  workspaceUuid: z.string().nullish(),
  repoUuid: z.string().nullish(),
  owner: z.string().nullish(),
  slug: z.string().nullish(),
});

/** What is read of a deployment; a list calls its id `uid`. */
export const DeploymentAnswer = z
  .object({
    id: z.string().optional(),
    uid: z.string().optional(),
    url: z.string(),
    projectId: z.string().nullish(),
    createdAt: z.number(),
    readyState: z.string().optional(),
    state: z.string().optional(),
    readySubstate: z.string().nullish(),
    target: z.string().nullish(),
    source: z.string().nullish(),
    meta: z.record(z.string(), z.unknown()).nullish(),
    gitSource: GitSource.nullish().catch(undefined),
    checksConclusion: z.string().nullish(),
    errorMessage: z.string().nullish(),
  })
  .refine(({ id, uid }) => (id ?? uid) !== undefined, "it has an id");
export type DeploymentAnswer = z.output<typeof DeploymentAnswer>;

/** A deployment as a release sees it. */
export function deploymentFrom(answer: DeploymentAnswer, flag: Flag | undefined): ProductionDeployment {
  const ours = percentIn(answer.meta?.[meta.percent]) !== undefined && !isByHand(answer);
  return {
    id: answer.id ?? answer.uid ?? "",
    url: answer.url,
    createdAt: new Date(answer.createdAt),
    commit: commitOf(answer),
    state: answer.readyState ?? answer.state ?? "UNKNOWN",
    percent: percentOf(answer, flag),
    ours,
  };
}

/**
 * What was built into it. Its own metadata says so, unless somebody deployed it again by hand: Vercel copies metadata then,
 * but builds with the project's variables. Those are known where the flag has not changed since.
 */
function percentOf(answer: DeploymentAnswer, flag: Flag | undefined): number | undefined {
  const own = isByHand(answer) ? undefined : percentIn(answer.meta?.[meta.percent]);
  if (own !== undefined) return own;
  return flag && flag.updatedAt.getTime() <= answer.createdAt ? percentIn(flag.value) : undefined;
}

const isByHand = ({ meta: given, source }: DeploymentAnswer): boolean =>
  given?.action === "redeploy" || given?.originalDeploymentId !== undefined || source === "redeploy";

/** A whole percentage from 0 to 100 as text. */
export const percentIn = (value: unknown): number | undefined =>
  typeof value === "string" && /^(100|\d{1,2})$/.test(value.trim()) ? Number(value) : undefined;

/** Each Git host has a name of its own for it. */
function commitOf({ meta: given, gitSource }: DeploymentAnswer): string | undefined {
  const told = [given?.githubCommitSha, given?.gitlabCommitSha, given?.bitbucketCommitSha, gitSource?.sha];
  return told.find((sha): sha is string => typeof sha === "string" && sha !== "");
}

/** What to build to have the same commit again; undefined where it was not built from Git. */
export function sourceOf(answer: DeploymentAnswer): Readonly<Record<string, unknown>> | undefined {
  const { gitSource } = answer;
  const sha = commitOf(answer);
  if (!gitSource || sha === undefined) return undefined;
  const known = Object.entries({ ...gitSource, ref: gitSource.ref ?? sha, sha });
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== null));
}
