import { Hono } from "hono";
import { z } from "zod";
import { accountJson, repositoryJson, teamJson } from "../answers.ts";
import { ApiError, alreadyExists, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, nameIn, type Scope, stamp } from "../core.ts";
import { accountOf, type Permission, type Team } from "../entities/account.ts";
import { fullName } from "../entities/repository.ts";
import { nextId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";

const Settings = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  privacy: z.enum(["secret", "closed"]).optional(),
});
const ORG = "/orgs/:org/teams";
const TEAM = `${ORG}/:team`;

/** Teams of an organisation: their members, and the repositories that they work in. Also by the numbers of both. */
export function teamRoutes(core: GitHubCore): Api {
  const { state } = core;
  const app = new Hono<Scope>();
  const orgIn = (c: Call) => {
    const written = nameIn(c, "org");
    const found = accountOf(state, written) ?? [...state.accounts.values()].find(({ id }) => String(id) === written);
    if (found?.type !== "Organization") throw notFound();
    return found;
  };
  const teamIn = (c: Call): Team => {
    const written = nameIn(c, "team");
    const org = orgIn(c);
    const found =
      state.teams.get(`${org.login}/${written}`.toLowerCase()) ??
      [...state.teams.values()].find(({ id }) => String(id) === written);
    if (!found) throw notFound();
    return found;
  };
  const ownerOnly = (c: Call) => {
    if (orgIn(c).members?.get(actorOf(c).login) !== "admin")
      throw new ApiError(403, "Must have admin rights to Repository.");
  };
  const whole = (c: Call, team: Team) => ({
    ...teamJson(c, team),
    members_count: team.members.size,
    repos_count: team.repositories.size,
    created_at: stamp(core),
    updated_at: stamp(core),
    organization: { ...accountJson(c, orgIn(c)), name: orgIn(c).name },
  });

  app.get(ORG, (c) => {
    const { login } = orgIn(c);
    const teams = [...state.teams.values()].filter(({ org }) => org === login);
    return c.json(
      page(
        c,
        teams.map((found) => teamJson(c, found)),
      ),
    );
  });
  app.post(ORG, async (c) => {
    ownerOnly(c);
    const { login: org } = orgIn(c);
    const { name, description, privacy = "secret" } = await readBody(c, Settings);
    const slug = slugOf(name);
    if (state.teams.has(`${org}/${slug}`.toLowerCase())) throw alreadyExists("Team", "name");
    const team: Team = {
      id: nextId(state),
      org,
      slug,
      name,
      description: description ?? "",
      privacy,
      members: new Map(),
      repositories: new Map(),
    };
    team.members.set(actorOf(c).login, "maintainer");
    state.teams.set(`${org}/${slug}`.toLowerCase(), team);
    return c.json(whole(c, team), 201);
  });

  for (const at of [TEAM, "/organizations/:org/team/:team"]) {
    app.get(at, (c) => c.json(whole(c, teamIn(c))));
    app.patch(at, async (c) => {
      ownerOnly(c);
      const team = teamIn(c);
      const {
        name = team.name,
        description = team.description,
        privacy = team.privacy,
      } = await readBody(c, Settings.partial());
      state.teams.delete(`${team.org}/${team.slug}`.toLowerCase());
      Object.assign(team, { name, slug: slugOf(name), description: description ?? "", privacy });
      state.teams.set(`${team.org}/${team.slug}`.toLowerCase(), team);
      return c.json(whole(c, team));
    });
    app.delete(at, (c) => {
      ownerOnly(c);
      const team = teamIn(c);
      state.teams.delete(`${team.org}/${team.slug}`.toLowerCase());
      return c.body(null, 204);
    });
    app.get(`${at}/members`, (c) => {
      const { role = "all" } = c.req.query();
      const members = [...teamIn(c).members].filter(([, has]) => role === "all" || has === role);
      return c.json(
        page(
          c,
          members.flatMap(([login]) => jsonOf(core, c, login)),
        ),
      );
    });
    memberships(core, app, `${at}/memberships/:login`, teamIn, ownerOnly);
    repositories(core, app, `${at}/repos`, teamIn, ownerOnly);
  }
  return app;
}

const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

function jsonOf({ state }: GitHubCore, c: Call, login: string): object[] {
  const account = accountOf(state, login);
  return account ? [accountJson(c, account)] : [];
}

type TeamIn = (c: Call) => Team;

function memberships({ state }: GitHubCore, app: Api, at: string, teamIn: TeamIn, ownerOnly: (c: Call) => void): void {
  const answer = (c: Call, role: string) => ({ url: `${c.get("base")}${c.req.path}`, role, state: "active" });
  app.get(at, (c) => {
    const role = teamIn(c).members.get(nameIn(c, "login"));
    if (!role) throw notFound();
    return c.json(answer(c, role));
  });
  app.put(at, async (c) => {
    ownerOnly(c);
    const { role } = await readBody(c, z.object({ role: z.enum(["member", "maintainer"]).default("member") }));
    const account = accountOf(state, nameIn(c, "login"));
    if (!account) throw notFound();
    teamIn(c).members.set(account.login, role);
    return c.json(answer(c, role));
  });
  app.delete(at, (c) => {
    ownerOnly(c);
    if (!teamIn(c).members.delete(nameIn(c, "login"))) throw notFound();
    return c.body(null, 204);
  });
}

function repositories(core: GitHubCore, app: Api, at: string, teamIn: TeamIn, ownerOnly: (c: Call) => void): void {
  const keyIn = (c: Call) => {
    const key = `${nameIn(c, "owner")}/${nameIn(c, "repo")}`.toLowerCase();
    if (!core.state.repositories.has(key)) throw notFound();
    return key;
  };
  app.get(at, (c) => {
    const { repositories: those } = teamIn(c);
    const found = [...core.state.repositories.values()].filter((one) => those.has(fullName(one).toLowerCase()));
    return c.json(
      page(
        c,
        found.map((one) => repositoryJson(core, c, one)),
      ),
    );
  });
  app.get(`${at}/:owner/:repo`, (c) => {
    const has = teamIn(c).repositories.get(keyIn(c));
    const repository = core.state.repositories.get(keyIn(c));
    if (!has || !repository) throw notFound();
    const permissions = Object.fromEntries(
      (["pull", "triage", "push", "maintain", "admin"] as const).map((name, index, all) => [
        name,
        all.indexOf(has) >= index,
      ]),
    );
    return c.json({ ...repositoryJson(core, c, repository), permissions, role_name: has });
  });
  app.put(`${at}/:owner/:repo`, async (c) => {
    ownerOnly(c);
    const { permission } = await readBody(
      c,
      z.object({ permission: z.enum(["pull", "triage", "push", "maintain", "admin"]).default("push") }),
    );
    teamIn(c).repositories.set(keyIn(c), permission satisfies Permission);
    return c.body(null, 204);
  });
  app.delete(`${at}/:owner/:repo`, (c) => {
    ownerOnly(c);
    teamIn(c).repositories.delete(keyIn(c));
    return c.body(null, 204);
  });
}
