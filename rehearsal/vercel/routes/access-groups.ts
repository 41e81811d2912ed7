import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { AccessGroup } from "../team-entities.ts";

const Role = z.enum(["ADMIN", "PROJECT_VIEWER", "PROJECT_DEVELOPER", "PROJECT_GUEST"]);
const Change = z.strictObject({
  name: z.string().min(1).max(50).optional(),
  projects: z.array(z.strictObject({ projectId: z.string(), role: Role.nullable() })).nullish(),
  membersToAdd: z.array(z.string()).nullish(),
  membersToRemove: z.array(z.string()).nullish(),
});

/** Groups of a team's members with roles in its projects. */
export function accessGroupRoutes(store: Store): Hono {
  const app = new Hono();
  const many = "/v1/access-groups";
  const one = `${many}/:group`;
  const at = (context: Parameters<typeof accountOf>[1]) =>
    groupAt(store, accountOf(store, context).id, part(context, "group"));

  app.post(many, async (context) => {
    const account = accountOf(store, context);
    const change = await bodyOf(context, Change.required({ name: true }));
    requireFree(store, account.id, change.name);
    const made = store.made(account, "access group", 28, "ag_");
    const group: AccessGroup = { ...made, name: change.name, members: [], projects: new Map() };
    apply(store, group, change);
    store.accessGroups.set(group.id, group);
    return context.json({ ...answer(group), entitlements: [] });
  });
  app.get(many, (context) => {
    const groups = store
      .ownedBy(store.accessGroups, accountOf(store, context))
      .map((group) => ({ ...answer(group), isDsyncManaged: false }));
    return context.json({ accessGroups: groups, pagination: { count: groups.length, next: null } });
  });
  app.get(one, (context) => context.json({ ...answer(at(context)), isDsyncManaged: false }));
  app.post(one, async (context) => {
    const group = at(context);
    const change = await bodyOf(context, Change);
    if (change.name !== undefined && change.name !== group.name) requireFree(store, group.ownerId, change.name);
    apply(store, group, change);
    return context.json({ ...answer(group), entitlements: [] });
  });
  app.delete(one, (context) => {
    store.accessGroups.delete(at(context).id);
    return context.body(null, 200);
  });

  app.get(`${one}/members`, (context) => {
    const { ownerId, members } = at(context);
    const told = members.map((uid) => {
      const { email, username, role } = store.memberOf(ownerId, uid);
      return { uid, email, username, teamRole: role };
    });
    return context.json({ members: told, pagination: { count: told.length, next: null } });
  });

  app.get(`${one}/projects`, (context) => {
    const group = at(context);
    const projects = [...group.projects.keys()].map((id) => {
      const { teamId: _1, accessGroupId: _2, ...told } = projectAnswer(group, id);
      const { name, settings } = store.ownerOf({ projectId: id });
      return { ...told, project: { name, framework: settings.framework ?? null } };
    });
    return context.json({ projects, pagination: { count: projects.length, next: null } });
  });
  app.post(`${one}/projects`, async (context) => {
    const group = at(context);
    const { projectId, role } = await bodyOf(context, z.strictObject({ projectId: z.string(), role: Role }));
    const { id } = store.project(accountOf(store, context), projectId);
    if (group.projects.has(id)) throw new ApiError(400, "bad_request", "The project is in the access group already");
    group.projects.set(id, { role, createdAt: store.now(), updatedAt: store.now() });
    return context.json(projectAnswer(group, id));
  });
  app.get(`${one}/projects/:project`, (context) => context.json(projectAnswer(at(context), part(context, "project"))));
  app.patch(`${one}/projects/:project`, async (context) => {
    const group = at(context);
    const { role } = await bodyOf(context, z.strictObject({ role: Role }));
    const project = part(context, "project");
    projectAnswer(group, project);
    Object.assign(group.projects.get(project) ?? {}, { role, updatedAt: store.now() });
    return context.json(projectAnswer(group, project));
  });
  app.delete(`${one}/projects/:project`, (context) => {
    if (!at(context).projects.delete(part(context, "project")))
      throw notFound("The project is not in the access group");
    return context.body(null, 200);
  });

  return app;
}

function groupAt(store: Store, ownerId: string, idOrName: string): AccessGroup {
  const group = [...store.accessGroups.values()].find(
    (one) => one.ownerId === ownerId && (one.id === idOrName || one.name === idOrName),
  );
  if (!group) throw notFound("The access group was not found");
  return group;
}

function requireFree(store: Store, ownerId: string, name: string): void {
  if ([...store.accessGroups.values()].some((one) => one.ownerId === ownerId && one.name === name))
    throw new ApiError(409, "conflict", `An access group called ${name} exists already`);
}

function apply(store: Store, group: AccessGroup, change: z.output<typeof Change>): void {
  const now = store.now();
  const members = new Set([...group.members, ...(change.membersToAdd ?? [])]);
  for (const uid of change.membersToRemove ?? []) members.delete(uid);
  // Whoever is named here is in the team of a rehearsal.
  for (const uid of change.membersToAdd ?? [])
    if (!store.membersOf(group.ownerId).some((one) => one.uid === uid)) store.invite(group.ownerId, uid, "MEMBER");
  for (const { projectId, role } of change.projects ?? [])
    if (role === null) group.projects.delete(projectId);
    else
      group.projects.set(projectId, {
        role,
        createdAt: group.projects.get(projectId)?.createdAt ?? now,
        updatedAt: now,
      });
  Object.assign(group, { name: change.name ?? group.name, members: [...members], updatedAt: now });
}

/** Times are texts here, unlike anywhere else. */
const answer = ({ id, ownerId, name, createdAt, updatedAt, members, projects }: AccessGroup) => ({
  accessGroupId: id,
  teamId: ownerId,
  name,
  createdAt: String(createdAt),
  updatedAt: String(updatedAt),
  membersCount: members.length,
  projectsCount: projects.size,
});

function projectAnswer({ id, ownerId, projects }: AccessGroup, projectId: string) {
  const held = projects.get(projectId);
  if (!held) throw notFound("The project is not in the access group");
  const { role, createdAt, updatedAt } = held;
  return {
    accessGroupId: id,
    teamId: ownerId,
    projectId,
    role,
    createdAt: String(createdAt),
    updatedAt: String(updatedAt),
  };
}
