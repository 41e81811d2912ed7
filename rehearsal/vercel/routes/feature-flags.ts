import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import type { Project } from "../entities.ts";
import { code } from "../ids.ts";
import type { FlagThing } from "../project-entities.ts";
import { bodyOf } from "../requests.ts";
import { part, projectAt } from "../scope.ts";
import type { Store } from "../store.ts";

const Slug = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[\w.-]+$/);
const Outcome = z.looseObject({ type: z.string() });
const Environment = z.looseObject({ active: z.boolean(), fallthrough: Outcome, pausedOutcome: Outcome });
const Flag = z.looseObject({
  slug: Slug,
  kind: z.enum(["boolean", "string", "number", "json"]),
  variants: z.array(z.looseObject({ id: z.string(), value: z.unknown() })).optional(),
  environments: z.record(z.string(), Environment),
  description: z.string().optional(),
  state: z.enum(["active", "archived"]).optional(),
  seed: z.number().optional(),
});
const Segment = z.looseObject({ slug: Slug, label: z.string(), data: z.looseObject({}), hint: z.string() });
const Key = z.strictObject({
  sdkKeyType: z.enum(["server", "client", "mobile"]),
  environment: z.string(),
  label: z.string().optional(),
});

/** The vendor's own feature flags, segments and SDK keys: kept as they are put, not evaluated. */
export function featureFlagRoutes(store: Store): Hono {
  const app = new Hono();
  const root = "/v1/projects/:project/feature-flags";
  const make = (settings: Record<string, unknown>, kind: string, prefix: string): FlagThing => {
    const now = store.now();
    return { id: store.ids.next(kind, 20, prefix), createdAt: now, updatedAt: now, revision: 0, settings };
  };

  for (const [noun, schema, prefix, answer] of [
    ["flags", Flag, "flag_", flagAnswer],
    ["segments", Segment, "seg_", segmentAnswer],
  ] as const) {
    app.put(`${root}/${noun}`, async (context) => {
      const project = projectAt(store, context);
      const settings = await bodyOf<Record<string, unknown>>(context, schema);
      if ([...project[noun].values()].some((one) => one.settings.slug === settings.slug))
        throw new ApiError(409, "conflict", `${settings.slug} exists already`);
      const thing = make(settings, `feature ${noun}`, prefix);
      project[noun].set(thing.id, thing);
      return context.json(answer(store, project, thing), 201);
    });
    app.get(`${root}/${noun}`, (context) => {
      const project = projectAt(store, context);
      return context.json({ data: [...project[noun].values()].map((thing) => answer(store, project, thing)) });
    });
    app.get(`${root}/${noun}/:thing`, (context) => {
      const project = projectAt(store, context);
      return context.json(answer(store, project, thingIn(project[noun], part(context, "thing"))));
    });
    app.patch(`${root}/${noun}/:thing`, async (context) => {
      const project = projectAt(store, context);
      const thing = thingIn(project[noun], part(context, "thing"));
      const { message: _1, createdBy: _2, ...given } = await bodyOf<Record<string, unknown>>(context, schema.partial());
      thing.settings = { ...thing.settings, ...given };
      Object.assign(thing, { revision: thing.revision + 1, updatedAt: store.now() });
      return context.json(answer(store, project, thing));
    });
    app.delete(`${root}/${noun}/:thing`, (context) => {
      const things = projectAt(store, context)[noun];
      things.delete(thingIn(things, part(context, "thing")).id);
      return context.body(null, 204);
    });
  }

  app.put(`${root}/sdk-keys`, async (context) => {
    const project = projectAt(store, context);
    const { sdkKeyType: type, ...given } = await bodyOf(context, Key);
    const key = make({ ...given, type }, "feature sdk key", "");
    project.sdkKeys.set(key.id, key);
    const value = `vf_${type}_${code(`sdk key ${key.id}`, 36)}`;
    return context.json({
      ...keyAnswer(store, project, key),
      keyValue: value,
      tokenValue: value,
      connectionString: `flags:edgeConfigId=ecfg_${project.id}&sdkKey=${value}`,
    });
  });
  app.get(`${root}/sdk-keys`, (context) => {
    const project = projectAt(store, context);
    return context.json({ data: [...project.sdkKeys.values()].map((key) => keyAnswer(store, project, key)) });
  });
  app.delete(`${root}/sdk-keys/:key`, (context) => {
    if (!projectAt(store, context).sdkKeys.delete(part(context, "key"))) throw notFound("The SDK key was not found");
    return context.body(null, 204);
  });

  return app;
}

function thingIn(things: ReadonlyMap<string, FlagThing>, idOrSlug: string): FlagThing {
  const found = [...things.values()].find(({ id, settings }) => id === idOrSlug || settings.slug === idOrSlug);
  if (!found) throw notFound(`${idOrSlug} was not found`);
  return found;
}

const timesOf = ({ user }: Store, { id: projectId, account }: Project, { id, createdAt, updatedAt }: FlagThing) => ({
  ...{ id, projectId, createdAt, updatedAt, createdBy: user.id, ownerId: account.id },
});

function flagAnswer(store: Store, project: Project, thing: FlagThing): Record<string, unknown> {
  const { environments, ...settings } = thing.settings as z.output<typeof Flag>;
  const told = Object.entries(environments).map(([name, one]) => [
    name,
    { rules: [], ...one, revision: thing.revision },
  ]);
  const variants = settings.variants ?? (settings.kind === "boolean" ? booleans : []);
  return {
    ...{ state: "active", seed: Number.parseInt(code(thing.id, 5, "123456789"), 10), ...settings, variants },
    environments: Object.fromEntries(told),
    revision: thing.revision,
    typeName: "flag",
    ...timesOf(store, project, thing),
  };
}

const booleans = [
  { id: "false", label: "Off", value: false },
  { id: "true", label: "On", value: true },
];

function segmentAnswer(store: Store, project: Project, thing: FlagThing): Record<string, unknown> {
  const { ownerId: _, ...times } = timesOf(store, project, thing);
  return { ...thing.settings, usedByFlags: [], usedBySegments: [], typeName: "segment", ...times };
}

function keyAnswer(store: Store, project: Project, thing: FlagThing): Record<string, unknown> {
  const { id: hashKey, ownerId: _, ...times } = timesOf(store, project, thing);
  return { ...thing.settings, ...times, hashKey, partialKeyValue: `vf_${thing.settings.type}_****` };
}
