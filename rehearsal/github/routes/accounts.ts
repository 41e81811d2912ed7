import { Hono } from "hono";
import { accountJson, HTML, repositoryJson } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, nameIn, type Scope } from "../core.ts";
import { type Account, accountOf } from "../entities/account.ts";
import { permissionOf } from "../entities/repository.ts";
import { page } from "../http/pages.ts";

/** Users, organisations and teams: what clients ask for before they begin. */
export function accountRoutes(core: GitHubCore): Api {
  const { state } = core;
  const app = new Hono<Scope>();

  const organization = (c: Call): Account => {
    const found = accountOf(state, nameIn(c, "org"));
    if (found?.type !== "Organization") throw notFound();
    return found;
  };
  const repositoriesOf = (c: Call, owner: string) =>
    [...state.repositories.values()]
      .filter((repository) => repository.owner.toLowerCase() === owner.toLowerCase())
      .filter((repository) => permissionOf(state, repository, c.get("actor")?.login ?? "") !== undefined)
      .map((repository) => repositoryJson(core, c, repository));

  app.get("/user", (c) => {
    const { login, appId } = actorOf(c);
    const account = accountOf(state, login);
    if (appId !== undefined || !account) throw new ApiError(403, "Resource not accessible by integration");
    return c.json({ ...accountJson(c, account), ...profile(account), two_factor_authentication: true });
  });
  app.get("/user/orgs", (c) => {
    const { login } = actorOf(c);
    const mine = [...state.accounts.values()].filter(({ members }) => members?.has(login));
    return c.json(
      page(
        c,
        mine.map((org) => brief(c, org)),
      ),
    );
  });
  app.get("/user/repos", (c) => {
    const { login } = actorOf(c);
    const mine = [...state.repositories.values()].filter((found) => permissionOf(state, found, login) !== undefined);
    return c.json(
      page(
        c,
        mine.map((repository) => repositoryJson(core, c, repository)),
      ),
    );
  });
  app.get("/user/memberships/orgs/:org", (c) => {
    const org = organization(c);
    const { login } = actorOf(c);
    const role = org.members?.get(login);
    if (!role) throw notFound();
    return c.json({ state: "active", role, organization: brief(c, org), user: accountJson(c, must(state, login)) });
  });
  app.get("/users/:login", (c) => {
    const account = accountOf(state, c.req.param("login"));
    if (!account) throw notFound();
    return c.json({ ...accountJson(c, account), ...profile(account) });
  });
  app.get("/users/:login/repos", (c) => c.json(page(c, repositoriesOf(c, c.req.param("login")))));
  app.get("/users/:login/orgs", (c) => {
    const theirs = [...state.accounts.values()].filter(({ members }) => members?.has(c.req.param("login")));
    return c.json(
      page(
        c,
        theirs.map((org) => brief(c, org)),
      ),
    );
  });
  app.get("/user/:id{[0-9]+}", (c) => {
    const account = [...state.accounts.values()].find(({ id }) => id === Number(c.req.param("id")));
    if (!account) throw notFound();
    return c.json({ ...accountJson(c, account), ...profile(account) });
  });

  app.get("/orgs/:org", (c) => c.json(organizationJson(c, organization(c))));
  app.get("/organizations/:id{[0-9]+}", (c) => {
    const found = [...state.accounts.values()].find(
      ({ id, type }) => type === "Organization" && id === Number(c.req.param("id")),
    );
    if (!found) throw notFound();
    return c.json(organizationJson(c, found));
  });
  app.get("/orgs/:org/repos", (c) => c.json(page(c, repositoriesOf(c, organization(c).login))));
  app.get("/orgs/:org/members", (c) => {
    const { role = "all" } = c.req.query();
    const members = [...(organization(c).members ?? [])].filter(([, has]) => role === "all" || role === has);
    return c.json(
      page(
        c,
        members.map(([login]) => accountJson(c, must(state, login))),
      ),
    );
  });
  app.get("/orgs/:org/memberships/:login", (c) => {
    const org = organization(c);
    const role = org.members?.get(c.req.param("login"));
    if (!role) throw notFound();
    const user = accountJson(c, must(state, c.req.param("login")));
    return c.json({ state: "active", role, organization: brief(c, org), user });
  });
  return app;
}

function must(state: GitHubCore["state"], login: string): Account {
  const account = accountOf(state, login);
  if (!account) throw notFound();
  return account;
}

const profile = ({ name, login, createdAt }: Account) => ({
  name,
  company: null,
  blog: "",
  location: null,
  email: `${login}@acme-brains.example`,
  hireable: null,
  bio: null,
  twitter_username: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: createdAt,
  updated_at: createdAt,
});

function brief(c: Call, { login, id, name }: Account): object {
  const url = `${c.get("base")}/orgs/${login}`;
  return {
    login,
    id,
    node_id: Buffer.from(`012:Organization${id}`).toString("base64"),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: name,
  };
}

const organizationJson = (c: Call, org: Account): object => ({
  ...brief(c, org),
  name: org.name,
  company: null,
  blog: null,
  location: null,
  email: null,
  is_verified: false,
  has_organization_projects: true,
  has_repository_projects: true,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  html_url: `${HTML}/${org.login}`,
  created_at: org.createdAt,
  updated_at: org.createdAt,
  archived_at: null,
  type: "Organization",
  default_repository_permission: "read",
  members_can_create_repositories: true,
  two_factor_requirement_enabled: false,
  billing_email: `billing@${org.login}.example`,
  plan: { name: "team", space: 976562499, private_repos: 999999, filled_seats: org.members?.size ?? 0, seats: 10 },
});
