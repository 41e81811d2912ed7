import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { auditLogJson } from "../entities/audit-log.ts";
import { type Member, MemberPatch, memberJson } from "../entities/member.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among, timeParam } from "../http/query.ts";

/** Workspaces, who is in them, and who did what. @see https://api-docs.render.com/reference/list-owners */
export function ownerRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const membersOf = (ownerId: string) => core.state.members.filter((member) => member.ownerId === ownerId);
  const memberOf = (c: Context): Member => {
    const { id } = ownerOf(core, c.req.param("id") ?? "");
    const userId = c.req.param("userId") ?? "";
    const member = membersOf(id).find((one) => one.userId === userId);
    if (!member) throw notFound(userId);
    return member;
  };
  const refuseWithoutAdministrator = (member: Member) => {
    if (!membersOf(member.ownerId).some((other) => other !== member && other.role === "ADMIN"))
      throw badRequest("a workspace needs an administrator");
  };

  routes.get("/owners", (c) => {
    const [name, email] = [among(c, "name"), among(c, "email")];
    const found = [...core.state.owners.values()].filter((owner) => name(owner.name) && email(owner.email));
    return c.json(
      page(
        c,
        "owner",
        found,
        (owner) => owner.id,
        (owner) => owner,
      ),
    );
  });

  routes.get("/owners/:id", (c) => c.json(ownerOf(core, c.req.param("id"))));

  routes.get("/owners/:id/members", (c) => c.json(membersOf(ownerOf(core, c.req.param("id")).id).map(memberJson)));

  routes.patch("/owners/:id/members/:userId", async (c) => {
    const member = memberOf(c);
    const { role } = await readBody(c, MemberPatch);
    if (role !== "ADMIN") refuseWithoutAdministrator(member);
    member.role = role;
    return c.json(memberJson(member));
  });

  routes.delete("/owners/:id/members/:userId", (c) => {
    const member = memberOf(c);
    refuseWithoutAdministrator(member);
    core.state.members.splice(core.state.members.indexOf(member), 1);
    return c.body(null, 204);
  });

  routes.get("/owners/:id/audit-logs", (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const [start, end] = [timeParam(c, "startTime"), timeParam(c, "endTime")];
    const forward = c.req.query("direction") === "forward";
    const found = core.state.auditLogs.filter(
      ({ ownerId, at }) => ownerId === id && (start === undefined || at >= start) && (end === undefined || at < end),
    );
    const last = core.state.auditLogs.length;
    const key = ({ sequence }: { sequence: number }) => ordinal(forward ? last - sequence : sequence);
    return c.json(page(c, "auditLog", found, key, auditLogJson));
  });

  /** Whose key it is: the world has one user, who is in every workspace. */
  routes.get("/users", (c) => {
    const [member] = core.state.members;
    return c.json({ id: member?.userId ?? "", name: member?.name ?? "", email: member?.email ?? "" });
  });

  return routes;
}
