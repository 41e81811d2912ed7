import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import type { ListVersion, RoutingRule } from "../project-entities.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { part, projectAt } from "../scope.ts";
import type { Store } from "../store.ts";
import { changeVersion, stage, versionAnswer, versionOf } from "./list-versions.ts";

const Rule = z.looseObject({
  name: z.string().min(1),
  route: z.looseObject({ src: z.string(), dest: z.string().optional() }),
});
const Position = z.strictObject({
  placement: z.enum(["start", "end", "before", "after"]),
  referenceId: z.string().optional(),
});
const Change = z.strictObject({ id: z.string(), action: z.enum(["promote", "restore", "discard"]) });

/** Routing rules of a project that need no deployment. The front door does not follow them. */
export function routingRuleRoutes(store: Store): Hono {
  const app = new Hono();
  const many = "/v1/projects/:project/routes";
  const rulesAt = (context: Parameters<typeof projectAt>[1], versionId?: string) => {
    const { routes } = projectAt(store, context);
    return { routes, rules: versionOf(routes, versionId)?.entries ?? [], version: versionOf(routes, versionId) };
  };

  app.get(many, (context) => {
    const { versionId } = queryOf(context, z.looseObject({ versionId: z.string().optional() }));
    const { rules, version } = rulesAt(context, versionId);
    return context.json({
      routes: rules.map(ruleAnswer),
      version: version ? answer(store, version) : emptyVersion(store),
      limit: { maxRoutes: 100, currentRoutes: rules.length },
    });
  });
  app.post(many, async (context) => {
    const { routes, rules } = rulesAt(context);
    const { route, position } = await bodyOf(context, z.strictObject({ route: Rule, position: Position.optional() }));
    const rule = { id: store.ids.next("routing rule", 12), settings: route };
    const at = placeOf(rules, position);
    const version = stage(store, routes, rules.toSpliced(at, 0, rule));
    return context.json({ route: ruleAnswer(rule), version: answer(store, version) });
  });
  app.patch(`${many}/:rule`, async (context) => {
    const { routes, rules } = rulesAt(context);
    const { route } = await bodyOf(
      context,
      z.strictObject({ route: Rule.optional(), restore: z.boolean().optional() }),
    );
    const known = rules.find(({ id }) => id === part(context, "rule"));
    if (!known) throw notFound("The route was not found");
    const rule = { id: known.id, settings: route ?? known.settings };
    const version = stage(
      store,
      routes,
      rules.map((one) => (one.id === rule.id ? rule : one)),
    );
    return context.json({ route: ruleAnswer(rule), version: answer(store, version) });
  });
  app.put(many, async (context) => {
    const { routes, rules } = rulesAt(context);
    const { overwrite, routes: given } = await bodyOf(
      context,
      z.strictObject({ overwrite: z.boolean().optional(), routes: z.array(Rule) }),
    );
    const added = given.map((settings) => ({ id: store.ids.next("routing rule", 12), settings }));
    return context.json({ version: answer(store, stage(store, routes, overwrite ? added : [...rules, ...added])) });
  });
  app.delete(many, async (context) => {
    const { routes, rules } = rulesAt(context);
    const { routeIds } = await bodyOf(context, z.strictObject({ routeIds: z.array(z.string()).min(1) }));
    const left = rules.filter(({ id }) => !routeIds.includes(id));
    if (left.length === rules.length) throw notFound("The route was not found");
    const version = stage(store, routes, left);
    return context.json({ deletedCount: rules.length - left.length, version: answer(store, version) });
  });
  app.get(`${many}/versions`, (context) =>
    context.json({
      versions: projectAt(store, context)
        .routes.map((version) => answer(store, version))
        .reverse(),
    }),
  );
  app.post(`${many}/versions`, async (context) => {
    const { routes } = projectAt(store, context);
    const { id, action } = await bodyOf(context, Change);
    return context.json({ version: answer(store, changeVersion(store, routes, id, action)) });
  });

  return app;
}

function placeOf(rules: readonly RoutingRule[], position: z.output<typeof Position> | undefined): number {
  if (!position || position.placement === "end") return rules.length;
  if (position.placement === "start") return 0;
  const reference = rules.findIndex(({ id }) => id === position.referenceId);
  if (reference < 0) throw badRequest("`referenceId` names no route");
  return position.placement === "before" ? reference : reference + 1;
}

const answer = (store: Store, version: ListVersion<RoutingRule>) => ({
  ...versionAnswer(store, version),
  s3Key: `routes/${version.id}`,
  ruleCount: version.entries.length,
});

const emptyVersion = (store: Store) => ({
  id: "",
  s3Key: "",
  lastModified: 0,
  createdBy: store.user.id,
  isStaging: false,
  isLive: false,
  ruleCount: 0,
});

/** What is left out is on, in the vendor's own path syntax, and of the kind that its route says. */
function ruleAnswer({ id, settings }: RoutingRule): Record<string, unknown> {
  const route = settings.route as { readonly [field: string]: unknown };
  const status = Number(route.status ?? 0);
  const type = route.transforms
    ? "transform"
    : route.dest === undefined
      ? "set_status"
      : status >= 300 && status < 400
        ? "redirect"
        : "rewrite";
  return {
    ...{ enabled: true, srcSyntax: "regex", ...settings, id, routeType: type, rawSrc: route.src },
    ...(route.dest === undefined ? {} : { rawDest: route.dest }),
  };
}
