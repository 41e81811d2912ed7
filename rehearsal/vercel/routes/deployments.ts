import { Hono } from "hono";
import { z } from "zod";
import type { Git } from "../../core/git.ts";
import { ApiError } from "../api-error.ts";
import type { Builds } from "../builds.ts";
import { DeployRequest, projectFor, sourceOf } from "../deploy-request.ts";
import { deploymentAnswer, deploymentEntry } from "../deployment-answer.ts";
import type { Account, Deployment } from "../entities.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, deploymentAt, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const ListQuery = PageQuery.extend({
  projectId: z.string().optional(),
  app: z.string().optional(),
  target: z.string().optional(),
  state: z.string().optional(),
  branch: z.string().optional(),
  sha: z.string().optional(),
  rollbackCandidate: z.enum(["true", "false"]).optional(),
});

/** Deployments: made, listed, read, cancelled, deleted. */
export function deploymentRoutes(store: Store, { git, builds }: { git: Git; builds: Builds }): Hono {
  const app = new Hono();
  const made = [...versions("/now/deployments", 12, 13), ...versions("/deployments", 12, 13)];

  app.on("POST", made, async (context) => {
    const account = accountOf(store, context);
    const request = await bodyOf(context, DeployRequest);
    const project = projectFor(store, account, request);
    const source = sourceOf(store, git, project, request);
    const meta = { ...copiedMeta(store, account, request), ...request.meta };
    const deployment = builds.start(project, { ...request, meta }, source);
    return context.json(deploymentAnswer(store, deployment));
  });

  app.on("GET", [...versions("/deployments", 6, 7), ...versions("/now/deployments", 3)], (context) => {
    const account = accountOf(store, context);
    const query = queryOf(context, ListQuery);
    const scope = query.projectId ?? query.app;
    const project = scope ? store.project(account, scope) : undefined;
    const wanted = [...store.deployments.values()].filter((deployment) => {
      const owner = store.ownerOf(deployment);
      return (
        owner.account.id === account.id && (!project || owner.id === project.id) && matches(store, deployment, query)
      );
    });
    const { items, pagination } = page(wanted, query);
    return context.json({ deployments: items.map((deployment) => deploymentEntry(store, deployment)), pagination });
  });

  app.on("GET", versions("/deployments/:id", 9, 11, 12, 13), (context) =>
    context.json(deploymentAnswer(store, deploymentAt(store, context))),
  );

  // A build makes no functions of its own to list, and no checks run on it.
  app.on("GET", versions("/deployments/:id/builds", 11), (context) => {
    deploymentAt(store, context);
    return context.json({ builds: [] });
  });
  app.on("GET", versions("/deployments/:id/check-runs", 2), (context) => {
    deploymentAt(store, context);
    return context.json({ runs: [] });
  });

  app.on("PATCH", versions("/deployments/:id/cancel", 12, 13), (context) => {
    const deployment = deploymentAt(store, context);
    if (!["QUEUED", "INITIALIZING", "BUILDING"].includes(deployment.state))
      throw new ApiError(
        400,
        "deployment_not_cancelable",
        `The deployment is ${deployment.state} and cannot be cancelled`,
      );
    builds.cancel(deployment);
    return context.json(deploymentAnswer(store, deployment));
  });

  app.on(
    "DELETE",
    [...versions("/deployments/:id", 11, 13), ...versions("/now/deployments/:id", 0)],
    async (context) => {
      const deployment = store.deployment(accountOf(store, context), context.req.query("url") ?? part(context, "id"));
      await builds.remove(deployment);
      return context.json({ uid: deployment.id, state: "DELETED" });
    },
  );

  return app;
}

/** One that is built again takes its metadata along, and says which it was. Its variables are the project's of now. */
function copiedMeta(store: Store, account: Account, { deploymentId }: DeployRequest): Record<string, string> {
  if (!deploymentId) return {};
  const { id, meta } = store.deployment(account, deploymentId);
  return { ...meta, originalDeploymentId: id };
}

function matches(store: Store, deployment: Deployment, query: z.output<typeof ListQuery>): boolean {
  const { target, state, gitSource, commit, promoted, id } = deployment;
  const candidate = state === "READY" && promoted && store.ownerOf(deployment).production !== id;
  return (
    (!query.target || query.target === target) &&
    (!query.state || query.state.split(",").includes(state)) &&
    (!query.branch || query.branch === gitSource?.ref) &&
    (!query.sha || query.sha === commit.sha) &&
    (query.rollbackCandidate !== "true" || candidate)
  );
}
