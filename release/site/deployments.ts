import { z } from "zod";
import { remoteText } from "../../checks/remote-text.ts";
import { DeploymentAnswer, sourceOf } from "./deployment.ts";
import { meta } from "./site.ts";
import { until } from "./until.ts";
import { path, type VercelApi } from "./vercel-api.ts";
import { VercelApiError } from "./vercel-error.ts";

const Page = z.object({
  deployments: z.array(DeploymentAnswer),
  pagination: z.object({ next: z.number().nullish() }).nullish(),
});
const Made = z.object({ id: z.string() });

/** Newest first; older ones are of no use to a release. */
const MOST_PAGES = 5;

/** The project's deployments: found, and built. */
export class Deployments {
  readonly #api: VercelApi;
  readonly #buildMs: number;

  constructor(api: VercelApi, buildMs: number) {
    this.#api = api;
    this.#buildMs = buildMs;
  }

  async find(id: string, signal?: AbortSignal): Promise<DeploymentAnswer | undefined> {
    return this.#api.find({
      what: `read the deployment ${id}`,
      path: path`/v13/deployments/${id}`,
      answer: DeploymentAnswer,
      signal,
    });
  }

  /** Ready ones of Production, newest first, at most 500. */
  async ready(projectId: string, signal?: AbortSignal): Promise<DeploymentAnswer[]> {
    const found: DeploymentAnswer[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const { deployments, pagination } = await this.#api.read({
        what: "list production's deployments",
        path: "/v7/deployments",
        query: { projectId, target: "production", state: "READY", limit: 100, until: before },
        answer: Page,
        signal,
      });
      found.push(...deployments);
      before = pagination?.next ?? undefined;
      if (before === undefined) break;
    }
    return found.filter(({ checksConclusion }) => checksConclusion !== "failed");
  }

  /**
   * Builds the same commit again with another value of the flag, which wins over the project's own variable, and returns
   * when it is ready. It gets no domain, whatever the project says about new deployments.
   */
  async build(
    project: { readonly id: string; readonly name: string },
    variable: { readonly key: string; readonly percent: number },
    from: string,
    signal?: AbortSignal,
  ): Promise<DeploymentAnswer> {
    const original = await this.find(from, signal);
    const gitSource = original && sourceOf(original);
    const env = { [variable.key]: `${variable.percent}` };
    const { id } = await this.#api.write({
      what: `build ${from} again with ${variable.key}=${variable.percent}`,
      method: "POST",
      path: "/v13/deployments",
      query: { skipAutoDetectionConfirmation: 1 },
      body: {
        name: project.name,
        project: project.id,
        target: "production",
        ...(gitSource ? { gitSource } : { deploymentId: from }),
        env,
        build: { env },
        meta: { [meta.percent]: `${variable.percent}` },
        autoAssignCustomDomains: false,
      },
      answer: Made,
      signal,
    });
    return until(() => this.#ended(id, signal), { withinMs: this.#buildMs, signal, late: () => this.#late(id) });
  }

  async #ended(id: string, signal: AbortSignal | undefined): Promise<DeploymentAnswer | undefined> {
    const deployment = await this.find(id, signal);
    const state = deployment?.readyState ?? "DELETED";
    if (state === "READY") return deployment;
    if (["QUEUED", "INITIALIZING", "BUILDING"].includes(state)) return undefined;
    const why = deployment?.errorMessage ? `: ${remoteText(deployment.errorMessage)}` : "";
    throw new VercelApiError({
      code: "VERCEL_BUILD_FAILED",
      what: `the deployment ${id} ended as ${remoteText(state, { longest: 30 })}${why}`,
      where: this.#api.where,
      fix: `look at the deployment's build log in Vercel's dashboard, then run it again`,
    });
  }

  #late = (id: string) =>
    new VercelApiError({
      code: "VERCEL_BUILD_SLOW",
      what: `the deployment ${id} is not ready after ${Math.round(this.#buildMs / 60_000)} min`,
      where: this.#api.where,
      fix: "look at the deployment in Vercel's dashboard, then run it again",
    });
}
