import { type DeploymentAnswer, deploymentFrom } from "./deployment.ts";
import { Deployments } from "./deployments.ts";
import { holdIn } from "./flag-hold.ts";
import { Production, type Project } from "./production.ts";
import { type LoggedLine, type LogLimits, logLimits, readRuntimeLog } from "./runtime-logs.ts";
import type { Flag, FlagHold, ProductionDeployment, Reality, Site } from "./site.ts";
import { VercelApi } from "./vercel-api.ts";
import { VercelFlag } from "./vercel-flag.ts";

export interface SiteOptions {
  /** Of a member of the team; never shown. */
  readonly token: string | undefined;
  /** Default Vercel's own; else a loopback one. */
  readonly baseUrl?: string | undefined;
  /** `team_…`; undefined is the token's own account. */
  readonly team: string | undefined;
  /** Id or name. */
  readonly project: string;
  /** The variable that carries the percent. */
  readonly flag: string;
  /** How long things may take. Default: 2 min for the domains, 30 min for a build, 30 s for a log. */
  readonly patience?: { readonly promoteMs?: number; readonly buildMs?: number; readonly logs?: Partial<LogLimits> };
}

/** How long a flag is waited for where the answer is of use without it. */
const FLAG_MS = 20_000;

/** How many promoted deployments from before a window may have served in it, after a rollback. */
const EARLIER = 10;

/**
 * The Vercel project of a rollout. Asks nothing until it is asked.
 * @throws UserError for a missing token or an address that may not have it
 */
export function openSite({ token, baseUrl, team, project, flag: key, patience = {} }: SiteOptions): Site {
  const api = new VercelApi({ token, baseUrl, team, project });
  const flag = new VercelFlag(api, project, key);
  const production = new Production(api, project, patience.promoteMs ?? 120_000);
  const deployments = new Deployments(api, patience.buildMs ?? 30 * 60_000);

  const servedBy = async ({ targets }: Project, signal: AbortSignal | undefined) => {
    const id = targets?.production?.id;
    return id === undefined ? undefined : deployments.find(id, signal);
  };
  /** Without the flag a percent that only it tells is unknown, which allows less. */
  const flagIfReadable = (signal: AbortSignal | undefined) =>
    flag.read(AbortSignal.any([AbortSignal.timeout(FLAG_MS), ...(signal ? [signal] : [])])).catch(() => {
      signal?.throwIfAborted();
      return undefined;
    });

  return {
    async reality(signal) {
      const [answer, found] = await Promise.all([production.project(signal), flag.read(signal)]);
      const serving = await servedBy(answer, signal);
      const assigns = answer.autoAssignCustomDomains ?? undefined;
      return { ...realityOf(serving, found), ...(assigns === undefined ? {} : { assignsDomains: assigns }) };
    },
    async serving(signal) {
      const serving = await servedBy(await production.project(signal), signal);
      return serving && deploymentFrom(serving, undefined);
    },
    setFlag: (value, hold, signal) => flag.set(value, hold, signal),
    removeFlag: (signal) => flag.remove(signal),
    async deployment(id, signal) {
      const [{ id: projectId }, found, known] = await Promise.all([
        production.project(signal),
        deployments.find(id, signal),
        flagIfReadable(signal),
      ]);
      return found && (found.projectId ?? projectId) === projectId ? deploymentFrom(found, known) : undefined;
    },
    async ready(percent, commit, signal) {
      const [{ id: projectId }, known] = await Promise.all([production.project(signal), flagIfReadable(signal)]);
      const all = (await deployments.ready(projectId, signal)).map((one) => deploymentFrom(one, known));
      return all.filter((one) => one.percent === percent).sort(bestFirst(commit));
    },
    promote: (id, signal) => production.promote(id, signal),
    async build(percent, from, signal) {
      const { id, name } = await production.project(signal);
      const built = await deployments.build({ id, name }, { key, percent }, from.id, signal);
      return deploymentFrom(built, await flagIfReadable(signal));
    },
    async logs(window, signal) {
      const { id: projectId, targets } = await production.project(signal);
      const serving = mayHaveServed(await deployments.ready(projectId, signal), targets?.production?.id, window);
      const limits = { ...logLimits, ...patience.logs };
      const lines: LoggedLine[] = [];
      // One after the other: each may be long.
      for (const one of serving) {
        const { id, url } = deploymentFrom(one, undefined);
        lines.push(...(await readRuntimeLog(api, { id, url, projectId }, window, limits, signal)));
      }
      return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
    },
  };
}

function realityOf(serving: DeploymentAnswer | undefined, flag: Flag | undefined): Reality {
  const hold: FlagHold | undefined = flag && holdIn(flag.comment, flag.updatedAt);
  return { production: serving && deploymentFrom(serving, flag), flag, hold };
}

const bestFirst = (commit: string | undefined) => (a: ProductionDeployment, b: ProductionDeployment) => {
  const ofCommit = (one: ProductionDeployment) => Number(commit !== undefined && one.commit === commit);
  return ofCommit(b) - ofCommit(a) || b.createdAt.getTime() - a.createdAt.getTime();
};

/** Those that took production traffic: since the window began, and before it as many as a rollback may have gone back to. */
function mayHaveServed(
  all: readonly DeploymentAnswer[],
  current: string | undefined,
  { from, to }: { readonly from: Date; readonly to: Date },
): DeploymentAnswer[] {
  const isCurrent = ({ id, uid }: DeploymentAnswer) => (id ?? uid) === current;
  const promoted = all.filter((one) => isCurrent(one) || one.readySubstate === "PROMOTED");
  const before = promoted.filter(({ createdAt }) => createdAt < from.getTime());
  const since = promoted.filter(({ createdAt }) => createdAt >= from.getTime() && createdAt < to.getTime());
  return [...since, ...before.filter((one, at) => at < EARLIER || isCurrent(one))];
}
