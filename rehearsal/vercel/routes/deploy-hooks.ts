import { Hono } from "hono";
import { z } from "zod";
import type { Git } from "../../core/git.ts";
import { badRequest, notFound } from "../api-error.ts";
import type { Builds } from "../builds.ts";
import { hostCode } from "../ids.ts";
import { projectAnswer } from "../project-answer.ts";
import { bodyOf } from "../requests.ts";
import { part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const Create = z.strictObject({ name: z.string().min(1), ref: z.string().min(1) });

/** URLs that deploy a branch of a project's repository. */
export function deployHookRoutes(store: Store): Hono {
  const app = new Hono();
  const many = versions("/projects/:project/deploy-hooks", 1, 2);
  app.on("POST", many, async (context) => {
    const project = projectAt(store, context);
    const { name, ref } = await bodyOf(context, Create);
    if (!project.link) throw badRequest("The project is not connected to a Git repository");
    const id = store.ids.next("deploy hook", 10);
    project.deployHooks.set(id, { id, name, ref, createdAt: store.now() });
    return context.json(projectAnswer(store, project), 201);
  });
  app.on(
    "DELETE",
    many.map((path) => `${path}/:hook`),
    (context) => {
      const project = projectAt(store, context);
      if (!project.deployHooks.delete(part(context, "hook"))) throw notFound("The deploy hook was not found");
      return context.json(projectAnswer(store, project));
    },
  );
  return app;
}

/** The hooks' own URLs; whoever knows one may use it. */
export function deployHookCalls(store: Store, { git, builds }: { git: Git; builds: Builds }): Hono {
  return new Hono().on(["GET", "POST"], "/v1/integrations/deploy/:project/:hook", (context) => {
    const project = store.projects.get(part(context, "project"));
    const hook = project?.deployHooks.get(part(context, "hook"));
    if (!project?.link || !hook) throw notFound("The deploy hook was not found");
    const { org, repo, productionBranch } = project.link;
    const commit = git.resolve(`${org}/${repo}`, hook.ref);
    if (!commit) throw badRequest(`The branch ${hook.ref} does not exist`);
    const target = hook.ref === productionBranch ? "production" : "preview";
    const gitSource = { type: "github", org, repo, ref: hook.ref } as const;
    const request = {
      target,
      env: {},
      meta: { deployHookId: hook.id, deployHookName: hook.name, deployHookRef: hook.ref },
      projectSettings: {},
    } as const;
    const deployment = builds.start(project, request, { commit, gitSource, source: "git-deploy-hook" });
    const job = { id: hostCode(deployment.id, 20), state: "PENDING", createdAt: store.now() };
    return context.json({ job }, 201);
  });
}
