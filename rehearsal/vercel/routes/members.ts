import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import { hostCode } from "../ids.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { TeamMember } from "../team-entities.ts";

const ProjectRole = z.strictObject({ projectId: z.string(), role: z.string() });
const Invite = z.strictObject({
  uid: z.string().optional(),
  email: z.email().optional(),
  role: z.string().default("MEMBER"),
  projects: z.array(ProjectRole).nullish(),
  accessGroups: z.array(z.string()).nullish(),
});
const Update = z.looseObject({
  role: z.string().optional(),
  projects: z.array(ProjectRole).nullish(),
  accessGroupsToAdd: z.array(z.string()).nullish(),
  accessGroupsToRemove: z.array(z.string()).nullish(),
});
const ListQuery = z.looseObject({ filterByUserIds: z.string().optional(), search: z.string().optional() });
const Person = z.strictObject({
  uid: z.string().optional(),
  email: z.email().optional(),
  username: z.string().optional(),
  role: z.enum(["ADMIN", "PROJECT_DEVELOPER", "PROJECT_VIEWER", "PROJECT_GUEST"]),
});

/** Members of teams and of projects. */
export function memberRoutes(store: Store): Hono {
  const app = new Hono();
  const ofTeam = versions("/teams/:team/members", 0, 1, 2, 3);
  const ofProject = "/v1/projects/:project/members";
  const teamAt = (context: Parameters<typeof accountOf>[1]) => {
    const team = store.team(part(context, "team"));
    if (!team) throw notFound("The specified team could not be found");
    return team;
  };

  app.on("POST", ofTeam, async (context) => {
    const team = teamAt(context);
    const body = await bodyOf(context, z.union([Invite, z.array(Invite).min(1)]));
    const invited = [body].flat().map(({ uid, email, role, projects, accessGroups }) => {
      if (!uid && !email) throw badRequest("`uid` or `email` is required");
      const member = store.invite(team.id, uid ?? idOf(email ?? ""), role, email);
      member.projects = projects ?? [];
      joinGroups(store, member, accessGroups ?? [], []);
      return { uid: member.uid, username: member.username, email: member.email, role };
    });
    return context.json(Array.isArray(body) ? invited : invited[0]);
  });
  app.on("GET", ofTeam, (context) => {
    const team = teamAt(context);
    const { filterByUserIds } = queryOf(context, ListQuery);
    const wanted = filterByUserIds?.split(",");
    const members = store.membersOf(team.id).filter(({ uid }) => !wanted || wanted.includes(uid));
    const pagination = { hasNext: false, count: members.length, next: null, prev: null };
    return context.json({ members: members.map((member) => teamMemberAnswer(store, member)), pagination });
  });
  const one = ofTeam.map((path) => `${path}/:user`);
  app.on("PATCH", one, async (context) => {
    const team = teamAt(context);
    const member = store.memberOf(team.id, part(context, "user"));
    const { role, projects, accessGroupsToAdd, accessGroupsToRemove } = await bodyOf(context, Update);
    Object.assign(member, { role: role ?? member.role, projects: projects ?? member.projects });
    joinGroups(store, member, accessGroupsToAdd ?? [], accessGroupsToRemove ?? []);
    return context.json({ id: team.id });
  });
  app.on("DELETE", one, (context) => {
    const team = teamAt(context);
    const { uid } = store.memberOf(team.id, part(context, "user"));
    store.members.delete(`${team.id}/${uid}`);
    for (const group of store.ownedBy(store.accessGroups, team))
      group.members = group.members.filter((id) => id !== uid);
    return context.json({ id: team.id });
  });
  app.on(
    "GET",
    one.map((path) => `${path}/projects`),
    (context) => {
      const { projects } = store.memberOf(teamAt(context).id, part(context, "user"));
      return context.json({ projects, pagination: { count: projects.length, next: null, prev: null } });
    },
  );
  app.on("GET", versions("/teams/:team/dsync/groups", 0, 1), (context) => {
    teamAt(context);
    return context.json({ groups: [], pagination: { before: null, after: null } });
  });

  const people = z.strictObject({ members: z.array(Person) });
  const add = (
    context: Parameters<typeof accountOf>[1],
    { uid: given, email, username, role }: z.output<typeof Person>,
  ) => {
    const project = projectAt(store, context);
    const uid = given ?? idOf(email ?? username ?? "");
    const known = store.members.get(`${project.account.id}/${uid}`);
    project.members.set(uid, {
      uid,
      email: email ?? known?.email ?? `${username ?? hostCode(uid, 8)}@rehearsal.example`,
      username: username ?? known?.username ?? nameOf(uid, email),
      role,
      createdAt: store.now(),
    });
    return project;
  };
  app.post(`${ofProject}/batch`, async (context) => {
    const { members } = await bodyOf(context, people);
    for (const person of members) add(context, person);
    return context.json({ id: projectAt(store, context).id });
  });
  app.post(ofProject, async (context) => context.json({ id: add(context, await bodyOf(context, Person)).id }));
  app.get(ofProject, (context) => {
    const members = [...projectAt(store, context).members.values()].map(({ role, ...person }) => ({
      ...person,
      role,
      computedProjectRole: role,
      teamRole: store.members.get(`${accountOf(store, context).id}/${person.uid}`)?.role ?? "MEMBER",
    }));
    return context.json({ members, pagination: { hasNext: false, count: members.length, next: null, prev: null } });
  });
  app.patch(ofProject, async (context) => {
    const project = projectAt(store, context);
    for (const { uid, role } of (await bodyOf(context, people)).members) {
      const member = project.members.get(uid ?? "");
      if (!member) throw notFound("The project member was not found");
      member.role = role;
    }
    return context.json({ id: project.id });
  });
  const remove = (context: Parameters<typeof accountOf>[1], uids: readonly string[]) => {
    const project = projectAt(store, context);
    for (const uid of uids) if (!project.members.delete(uid)) throw notFound("The project member was not found");
    return context.json({ id: project.id });
  };
  app.delete(`${ofProject}/batch`, async (context) =>
    remove(context, (await bodyOf(context, z.strictObject({ members: z.array(z.string()) }))).members),
  );
  app.delete(`${ofProject}/:user`, (context) => remove(context, [part(context, "user")]));

  return app;
}

/** A made-up user id that follows from what is known of a person. */
const idOf = (text: string) => `u${hostCode(`user ${text}`, 23)}`;
const nameOf = (uid: string, email: string | undefined) => email?.split("@")[0] ?? `user-${hostCode(uid, 6)}`;

function joinGroups(
  store: Store,
  { teamId, uid }: TeamMember,
  add: readonly string[],
  remove: readonly string[],
): void {
  for (const group of store.accessGroups.values()) {
    if (group.ownerId !== teamId) continue;
    const members = new Set(group.members);
    if (add.includes(group.id)) members.add(uid);
    if (remove.includes(group.id)) members.delete(uid);
    group.members = [...members];
  }
}

function teamMemberAnswer(store: Store, { teamId, ...member }: TeamMember): Record<string, unknown> {
  const groups = [...store.accessGroups.values()].filter(
    ({ ownerId, members }) => ownerId === teamId && members.includes(member.uid),
  );
  const projects = member.projects.map(({ projectId, role }) => ({
    id: projectId,
    projectId,
    name: store.ownerOf({ projectId }).name,
    role,
  }));
  return {
    ...member,
    projects,
    accessGroups: groups.map(({ id, name }) => ({ id, name })),
    isEnterpriseManaged: false,
  };
}
