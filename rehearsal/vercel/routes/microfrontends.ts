import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import type { Account, Project } from "../entities.ts";
import { microfrontendAnswer, projectAnswer } from "../project-answer.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { MicrofrontendsGroup } from "../team-entities.ts";

const Join = z.strictObject({
  projectId: z.string().optional(),
  enabled: z.boolean(),
  microfrontendsGroupId: z.string().optional(),
  isDefaultApp: z.boolean().optional(),
  defaultRoute: z.string().optional(),
  routeObservabilityToThisProject: z.boolean().optional(),
  team_id: z.string().optional(),
});

/** Groups of projects that are one site. The front door does not compose them. */
export function microfrontendRoutes(store: Store): Hono {
  const app = new Hono();
  const groups = versions("/teams/:team/microfrontends", 0, 1);
  const teamAt = (context: Parameters<typeof accountOf>[1]): Account => {
    const team = store.team(part(context, "team"));
    if (!team) throw notFound("The specified team could not be found");
    return team;
  };
  const groupAt = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.microfrontends, teamAt(context), part(context, "group"), "microfrontends group");

  app.on("PATCH", groups, async (context) => {
    const team = teamAt(context);
    const { newMicrofrontendsGroupName: name } = await bodyOf(
      context,
      z.strictObject({ newMicrofrontendsGroupName: z.string().min(1) }),
    );
    const group = makeGroup(store, team, name);
    return context.json({ newMicrofrontendsGroup: groupAnswer(group) });
  });
  app.on(
    "PATCH",
    groups.map((path) => `${path}/:group`),
    async (context) => {
      const group = groupAt(context);
      const { name } = await bodyOf(context, z.looseObject({ name: z.string().min(1).optional() }));
      Object.assign(group, { name: name ?? group.name, slug: slugOf(name ?? group.name), updatedAt: store.now() });
      return context.json({ updatedMicrofrontendsGroup: groupAnswer(group) });
    },
  );
  app.on(
    "DELETE",
    groups.map((path) => `${path}/:group`),
    (context) => {
      const group = groupAt(context);
      for (const project of membersOf(store, group)) project.microfrontend = undefined;
      store.microfrontends.delete(group.id);
      return context.json({});
    },
  );
  app.get("/v1/microfrontends/groups", (context) => {
    const all = store.ownedBy(store.microfrontends, accountOf(store, context));
    return context.json({
      groups: all.map((group) => ({
        group: { ...groupAnswer(group), projects: [] },
        projects: membersOf(store, group).map(memberAnswer),
      })),
      maxMicrofrontendsGroupsPerTeam: 10,
      maxMicrofrontendsPerGroup: 20,
    });
  });

  app.on("PATCH", versions("/projects/:project/microfrontends", 0, 1), async (context) => {
    const project = projectAt(store, context);
    const { enabled, microfrontendsGroupId: groupId, ...wanted } = await bodyOf(context, Join);
    if (!enabled) project.microfrontend = undefined;
    else {
      if (!groupId) throw badRequest("`microfrontendsGroupId` is required");
      store.owned(store.microfrontends, project.account, groupId, "microfrontends group");
      project.microfrontend = {
        groupId,
        isDefaultApp: wanted.isDefaultApp ?? false,
        defaultRoute: wanted.defaultRoute || undefined,
        routeObservabilityToThisProject: wanted.routeObservabilityToThisProject ?? false,
        updatedAt: store.now(),
      };
    }
    return context.json({ ...projectAnswer(store, project), microfrontends: microfrontendAnswer(project) });
  });

  return app;
}

function makeGroup(store: Store, team: Account, name: string): MicrofrontendsGroup {
  if (store.ownedBy(store.microfrontends, team).some((group) => group.slug === slugOf(name)))
    throw new ApiError(409, "conflict", `A microfrontends group called ${name} exists already`);
  const group = { ...store.made(team, "microfrontends", 28, "mfe_"), name, slug: slugOf(name) };
  store.microfrontends.set(group.id, group);
  return group;
}

const membersOf = (store: Store, { id }: MicrofrontendsGroup) =>
  [...store.projects.values()].filter(({ microfrontend }) => microfrontend?.groupId === id);

const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

const groupAnswer = ({ id, name, slug }: MicrofrontendsGroup) => ({ id, name, slug });

function memberAnswer(project: Project): Record<string, unknown> {
  return {
    id: project.id,
    name: project.name,
    framework: project.settings.framework ?? null,
    microfrontends: microfrontendAnswer(project),
  };
}
