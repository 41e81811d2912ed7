import { Hono } from "hono";
import { z } from "zod";
import { deploymentOf } from "../deploy-request.ts";
import { PageQuery } from "../pages.ts";
import { bodyOf, flag, queryOf } from "../requests.ts";
import { part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";

/** No alias ever fails here, so with `failedOnly` there are none. */
const AliasesQuery = PageQuery.extend({ failedOnly: flag });

/** Which deployment serves production: promote and instant rollback. Neither builds anything. */
export function productionRoutes(store: Store, traffic: Traffic): Hono {
  const app = new Hono();

  app.on("POST", versions("/projects/:project/promote/:deployment", 1, 9, 10), (context) => {
    const project = projectAt(store, context);
    traffic.promote(project, deploymentOf(store, project, part(context, "deployment")));
    return context.body(null, 201);
  });

  app.on("POST", versions("/projects/:project/rollback/:deployment", 1, 9), (context) => {
    const project = projectAt(store, context);
    traffic.rollback(project, deploymentOf(store, project, part(context, "deployment")));
    return context.body(null, 201);
  });

  app.patch("/v1/projects/:project/rollback/:deployment/update-description", async (context) => {
    const project = projectAt(store, context);
    deploymentOf(store, project, part(context, "deployment"));
    await bodyOf(context, z.looseObject({ description: z.string().nullish() }));
    return context.body(null, 200);
  });

  app.on(
    "GET",
    [...versions("/projects/:project/promote/aliases", 1, 9), ...versions("/projects/:project/rollback/aliases", 1, 9)],
    (context) => {
      const project = projectAt(store, context);
      const { failedOnly } = queryOf(context, AliasesQuery);
      const to = project.lastAliasRequest?.toDeploymentId;
      const aliases = [...store.aliases.values()].filter(
        ({ projectId, deploymentId }) => !failedOnly && projectId === project.id && deploymentId === to,
      );
      return context.json({
        aliases: aliases.map(({ id, alias }) => ({ id, alias, status: "completed" })),
        pagination: { count: aliases.length, next: null, prev: null },
      });
    },
  );

  return app;
}
