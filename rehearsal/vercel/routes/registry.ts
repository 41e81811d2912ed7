import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Repository } from "../team-entities.ts";

const Create = z.strictObject({ projectId: z.string(), name: z.string().min(1) });
const Query = z.looseObject({ projectId: z.string() });

/** Repositories of the container registry, without images. */
export function registryRoutes(store: Store): Hono {
  const app = new Hono();
  const many = "/v1/vcr/repository";
  const of = (context: Parameters<typeof accountOf>[1], projectId: string) => {
    const { id } = store.project(accountOf(store, context), projectId);
    return [...store.repositories.values()].filter((one) => one.projectId === id);
  };
  const at = (context: Parameters<typeof accountOf>[1]) => {
    const wanted = part(context, "repository");
    const found = of(context, queryOf(context, Query).projectId).find(
      ({ id, name }) => id === wanted || name === wanted,
    );
    if (!found) throw notFound("The repository was not found");
    return found;
  };
  app.post(many, async (context) => {
    const account = accountOf(store, context);
    const { projectId, name } = await bodyOf(context, Create);
    if (of(context, projectId).some((one) => one.name === name))
      throw new ApiError(409, "conflict", `A repository called ${name} exists already`);
    const repository = {
      ...store.made(account, "repository", 24, "repo_"),
      name,
      projectId: store.project(account, projectId).id,
    };
    store.repositories.set(repository.id, repository);
    return context.json({ repository: answer(repository) });
  });
  app.get(many, (context) =>
    context.json({ repositories: of(context, queryOf(context, Query).projectId).map(answer) }),
  );
  app.get(`${many}/:repository`, (context) => context.json({ repository: answer(at(context)) }));
  app.delete(`${many}/:repository`, (context) => {
    store.repositories.delete(at(context).id);
    return context.json({}, 202);
  });
  return app;
}

const answer = ({ id, name, projectId, createdAt, updatedAt }: Repository) => ({
  ...{ id, name, projectId, public: false },
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});
