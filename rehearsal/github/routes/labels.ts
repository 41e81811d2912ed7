import { Hono } from "hono";
import { z } from "zod";
import { alreadyExists, notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, repositoryAt, type Scope } from "../core.ts";
import type { Label } from "../entities/nouns.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";

const color = z.string().regex(/^[0-9a-fA-F]{6}$/);
const Creation = z.object({
  name: z.string().min(1),
  color: color.default("ededed"),
  description: z.string().nullish(),
});
const Change = z.object({
  new_name: z.string().min(1).optional(),
  color: color.optional(),
  description: z.string().nullish(),
});
const at = "/repos/:owner/:repo/labels";

/** The labels of a repository. */
export function labelRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const place = (c: Call, needs: "pull" | "push") => {
    const repository = repositoryAt(core, c, needs);
    const label = repository.labels.get(nameIn(c, "name").toLowerCase());
    if (!label) throw notFound();
    return { repository, label };
  };

  app.get(at, (c) => {
    const repository = repositoryAt(core, c);
    return c.json(
      page(
        c,
        [...repository.labels.values()].map((label) => labelJson(c, repository, label)),
      ),
    );
  });
  app.post(at, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const { name, color: given, description } = await readBody(c, Creation);
    if (repository.labels.has(name.toLowerCase())) throw alreadyExists("Label", "name");
    const label = { id: nextId(core.state), name, color: given, description: description ?? null };
    repository.labels.set(name.toLowerCase(), label);
    return c.json(labelJson(c, repository, label), 201);
  });
  app.get(`${at}/:name`, (c) => {
    const { repository, label } = place(c, "pull");
    return c.json(labelJson(c, repository, label));
  });
  app.patch(`${at}/:name`, async (c) => {
    const { repository, label } = place(c, "push");
    const { new_name: name = label.name, color: given = label.color, description } = await readBody(c, Change);
    const other = repository.labels.get(name.toLowerCase());
    if (other && other !== label) throw alreadyExists("Label", "name");
    repository.labels.delete(label.name.toLowerCase());
    Object.assign(label, { name, color: given, ...(description === undefined ? {} : { description }) });
    repository.labels.set(name.toLowerCase(), label);
    return c.json(labelJson(c, repository, label));
  });
  app.delete(`${at}/:name`, (c) => {
    const { repository, label } = place(c, "push");
    repository.labels.delete(label.name.toLowerCase());
    return c.body(null, 204);
  });
  return app;
}

/** The labels of these names; one that was never made has GitHub's grey. */
export const labelsJson = (c: Call, repository: Repository, names: readonly string[]): object[] =>
  names.map((name) => {
    const known = repository.labels.get(name.toLowerCase());
    return labelJson(c, repository, known ?? { id: 0, name, color: "ededed", description: null });
  });

const labelJson = (c: Call, repository: Repository, { id, name, color: hex, description }: Label) => ({
  id,
  node_id: nodeId("Label", id),
  url: `${c.get("base")}/repos/${fullName(repository)}/labels/${encodeURIComponent(name)}`,
  name,
  color: hex,
  default: false,
  description,
});
