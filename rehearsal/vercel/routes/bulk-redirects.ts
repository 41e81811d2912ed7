import { Hono } from "hono";
import { z } from "zod";
import type { ListVersion } from "../project-entities.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf } from "../scope.ts";
import type { Store } from "../store.ts";
import { changeVersion, stage, versionAnswer, versionOf } from "./list-versions.ts";

const Redirect = z.looseObject({ source: z.string().min(1), destination: z.string().min(1) });
const Stage = z.strictObject({
  projectId: z.string(),
  teamId: z.string().optional(),
  overwrite: z.boolean().optional(),
  name: z.string().optional(),
  redirects: z.array(Redirect).nullish(),
});
const Change = z.strictObject({
  id: z.string(),
  action: z.enum(["promote", "restore", "discard"]),
  name: z.string().optional(),
});
const Query = z.looseObject({
  projectId: z.string(),
  versionId: z.string().optional(),
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(250).default(50),
});

/** Redirects of a project that need no deployment. The front door does not follow them. */
export function bulkRedirectRoutes(store: Store): Hono {
  const many = "/v1/bulk-redirects";
  const projectIn = (context: Parameters<typeof accountOf>[1]) =>
    store.project(accountOf(store, context), queryOf(context, Query).projectId);
  return new Hono()
    .put(many, async (context) => {
      const { projectId, overwrite, name, redirects } = await bodyOf(context, Stage);
      const project = store.project(accountOf(store, context), projectId);
      const before = overwrite ? [] : (versionOf(project.redirects)?.entries ?? []);
      const staged = stage(store, project.redirects, [...before, ...(redirects ?? [])], name);
      const version = answer(store, staged);
      return context.json({ alias: version.alias, version });
    })
    .get(many, (context) => {
      const { versionId, page, per_page } = queryOf(context, Query);
      const version = versionOf(projectIn(context).redirects, versionId);
      const entries = version?.entries ?? [];
      const redirects = entries.slice((page - 1) * per_page, page * per_page);
      const pagination = { page, per_page, numPages: Math.ceil(entries.length / per_page) };
      return context.json({ redirects, ...(version ? { version: answer(store, version) } : {}), pagination });
    })
    .get(`${many}/versions`, (context) =>
      context.json({
        versions: projectIn(context)
          .redirects.map((version) => answer(store, version))
          .reverse(),
      }),
    )
    .post(`${many}/versions`, async (context) => {
      const { redirects } = projectIn(context);
      const { id, action, name } = await bodyOf(context, Change);
      const version = changeVersion(store, redirects, id, action);
      version.name = name ?? version.name;
      return context.json({ version: answer(store, version) });
    });
}

const answer = (store: Store, version: ListVersion<unknown>) => ({
  ...versionAnswer(store, version),
  key: `redirects/${version.id}`,
  ...(version.name === undefined ? {} : { name: version.name }),
  redirectCount: version.entries.length,
});
