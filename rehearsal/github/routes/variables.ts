import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, type Scope, stamp } from "../core.ts";
import type { NamedValue } from "../entities/repository.ts";
import { readBody } from "../http/body.ts";
import { counted } from "../http/pages.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const name = z
  .string()
  .regex(NAME)
  .refine((given) => !/^GITHUB_/i.test(given));

/** Actions variables of a repository or of an environment. Names are kept in upper case, as GitHub does. */
export function variableRoutes(
  core: GitHubCore,
  at: string,
  variablesOf: (c: Call, mode: "read" | "write") => Map<string, NamedValue>,
): Api {
  const app = new Hono<Scope>();
  const found = (c: Call, mode: "read" | "write") => {
    const variables = variablesOf(c, mode);
    const variable = variables.get(nameIn(c, "name").toUpperCase());
    if (!variable) throw notFound();
    return { variables, variable };
  };

  app.get(at, (c) => {
    const sorted = [...variablesOf(c, "read").values()].toSorted((one, other) => one.name.localeCompare(other.name));
    return c.json(counted(c, "variables", sorted.map(variableJson), { usual: 10, most: 30 }));
  });
  app.post(at, async (c) => {
    const variables = variablesOf(c, "write");
    const given = await readBody(c, z.object({ name, value: z.string() }));
    const key = given.name.toUpperCase();
    if (variables.has(key)) throw new ApiError(409, "Already exists - Variable already exists");
    variables.set(key, { name: key, value: given.value, createdAt: stamp(core), updatedAt: stamp(core) });
    return c.json({}, 201);
  });
  app.get(`${at}/:name`, (c) => c.json(variableJson(found(c, "read").variable)));
  app.patch(`${at}/:name`, async (c) => {
    const { variables, variable } = found(c, "write");
    const given = await readBody(c, z.object({ name: name.optional(), value: z.string().optional() }));
    const key = given.name?.toUpperCase() ?? variable.name;
    if (key !== variable.name && variables.has(key))
      throw new ApiError(409, "Already exists - Variable already exists");
    variables.delete(variable.name);
    variables.set(key, { ...variable, name: key, value: given.value ?? variable.value, updatedAt: stamp(core) });
    return c.body(null, 204);
  });
  app.delete(`${at}/:name`, (c) => {
    const { variables, variable } = found(c, "write");
    variables.delete(variable.name);
    return c.body(null, 204);
  });
  return app;
}

const variableJson = (variable: NamedValue) => ({
  name: variable.name,
  value: variable.value,
  created_at: variable.createdAt,
  updated_at: variable.updatedAt,
});
