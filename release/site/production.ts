import { z } from "zod";
import { completeRolling } from "./rolling-release.ts";
import { until } from "./until.ts";
import { path, type VercelApi } from "./vercel-api.ts";
import { VercelApiError } from "./vercel-error.ts";

const Project = z.object({
  id: z.string(),
  name: z.string(),
  autoAssignCustomDomains: z.boolean().nullish().catch(undefined),
  targets: z.object({ production: z.object({ id: z.string() }).nullish() }).nullish(),
  lastAliasRequest: z
    .object({ toDeploymentId: z.string().nullish(), jobStatus: z.string().nullish() })
    .nullish()
    .catch(undefined),
});
export type Project = z.output<typeof Project>;

const Domains = z.object({
  domains: z.array(
    z.object({
      name: z.string(),
      verified: z.boolean().optional(),
      redirect: z.string().nullish(),
      gitBranch: z.string().nullish(),
      customEnvironmentId: z.string().nullish(),
    }),
  ),
});
const Aliases = z.object({ aliases: z.array(z.object({ alias: z.string() })) });

/** How often a promotion is asked for that Vercel only failed to answer. */
const MOST_ASKED = 3;

/** Which deployment answers for production's domains. */
export class Production {
  readonly #api: VercelApi;
  readonly #project: string;
  readonly #withinMs: number;

  constructor(api: VercelApi, project: string, withinMs: number) {
    this.#api = api;
    this.#project = project;
    this.#withinMs = withinMs;
  }

  async project(signal?: AbortSignal): Promise<Project> {
    return this.#api.read({
      what: `read the project ${this.#project}`,
      path: path`/v9/projects/${this.#project}`,
      answer: Project,
      signal,
    });
  }

  /** Promotes, unless it serves already, and returns when every production domain points there. */
  async promote(deploymentId: string, signal?: AbortSignal): Promise<void> {
    if (await this.#serves(deploymentId, signal)) return;
    const { id: projectId, lastAliasRequest: before } = await this.project(signal);
    let refused = await this.#ask(projectId, deploymentId, signal);
    let seen = before?.toDeploymentId === deploymentId;
    let asked = 1;
    await until(
      async () => {
        if (await this.#serves(deploymentId, signal)) return true;
        const { lastAliasRequest: last } = await this.project(signal);
        const ours = last?.toDeploymentId === deploymentId;
        if (ours && last?.jobStatus === "failed") throw this.#failed(deploymentId);
        if (refused && (!refused.passing || asked >= MOST_ASKED)) throw refused;
        if (refused && !ours) {
          asked += 1;
          refused = await this.#ask(projectId, deploymentId, signal);
        } else if (seen && !ours) throw this.#overtaken(deploymentId, last?.toDeploymentId ?? "another one");
        seen ||= ours;
        await completeRolling(this.#api, this.#project, deploymentId, signal);
        return undefined;
      },
      { withinMs: this.#withinMs, signal, late: () => refused ?? this.#late(deploymentId) },
    );
  }

  /** An error is returned, not thrown: what counts is whether the domains move, and a lost answer says nothing of that. */
  async #ask(projectId: string, deploymentId: string, signal: AbortSignal | undefined) {
    try {
      await this.#api.write({
        what: `promote ${deploymentId}`,
        method: "POST",
        path: path`/v10/projects/${projectId}/promote/${deploymentId}`,
        answer: z.unknown(),
        signal,
      });
      return undefined;
    } catch (error) {
      if (error instanceof VercelApiError) return error;
      throw error;
    }
  }

  async #serves(deploymentId: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { targets } = await this.project(signal);
    if (targets?.production?.id !== deploymentId) return false;
    const [wanted, pointing] = await Promise.all([this.#domains(signal), this.#aliasesOf(deploymentId, signal)]);
    return wanted.every((name) => pointing.includes(name));
  }

  async #domains(signal: AbortSignal | undefined): Promise<string[]> {
    const { domains } = await this.#api.read({
      what: "read the project's domains",
      path: path`/v9/projects/${this.#project}/domains`,
      query: { limit: 100 },
      answer: Domains,
      signal,
    });
    return domains
      .filter(({ verified, redirect, gitBranch, customEnvironmentId }) => {
        const elsewhere = redirect || gitBranch || customEnvironmentId;
        return verified !== false && !elsewhere;
      })
      .map(({ name }) => name);
  }

  async #aliasesOf(id: string, signal: AbortSignal | undefined): Promise<string[]> {
    const { aliases } = await this.#api.read({
      what: `read the aliases of ${id}`,
      path: path`/v2/deployments/${id}/aliases`,
      answer: Aliases,
      signal,
    });
    return aliases.map(({ alias }) => alias);
  }

  #failed = (id: string) =>
    new VercelApiError({
      code: "VERCEL_PROMOTION_FAILED",
      what: `Vercel could not give production's domains to ${id}`,
      where: this.#api.where,
      fix: "look at the deployment in Vercel's dashboard, then run it again",
      passing: true,
    });

  #overtaken = (id: string, other: string) =>
    new VercelApiError({
      code: "VERCEL_PROMOTION_OVERTAKEN",
      what: `${other} was promoted while ${id} was being promoted`,
      where: this.#api.where,
      fix: "find out who promotes at the same time, then run it again",
    });

  #late = (id: string) =>
    new VercelApiError({
      code: "VERCEL_PROMOTION_SLOW",
      what: `production's domains do not point at ${id} after ${Math.round(this.#withinMs / 1000)} s`,
      where: this.#api.where,
      fix: "look at the project's domains in Vercel's dashboard, then run it again",
      passing: true,
    });
}
