import type { Clock } from "../core/clock.ts";
import { forbidden, notFound } from "./api-error.ts";
import type { Account, Alias, Deployment, Project } from "./entities.ts";
import { Ids } from "./ids.ts";

/** All that this Vercel knows, and how it is looked up: every look-up is inside one account, as the API's `teamId` says. */
export class Store {
  readonly user: Account;
  readonly teams: readonly Account[];
  readonly projects = new Map<string, Project>();
  readonly deployments = new Map<string, Deployment>();
  /** By host name. */
  readonly aliases = new Map<string, Alias>();
  /** Digests of uploaded files. */
  readonly files = new Set<string>();
  ids = new Ids();
  readonly #clock: Clock;

  constructor(clock: Clock, teams: readonly string[]) {
    this.#clock = clock;
    const createdAt = this.now();
    this.user = { id: "hTbDqyWuPZBfNDVR9oXkIGm3", slug: "rehearsal", kind: "user", createdAt };
    this.teams = teams.map((id) => ({ id, slug: slugOf(id), kind: "team", createdAt }));
  }

  now(): number {
    return this.#clock.now().getTime();
  }

  clear(): void {
    for (const kept of [this.projects, this.deployments, this.aliases, this.files]) kept.clear();
    this.ids = new Ids();
  }

  team(idOrSlug: string): Account | undefined {
    return this.teams.find((team) => team.id === idOrSlug || team.slug === idOrSlug);
  }

  /** The account a request is about: the team of `teamId` or `slug`, else the token's user. */
  account(teamId: string | undefined, slug: string | undefined): Account {
    const wanted = teamId || slug;
    if (!wanted) return this.user;
    const team = this.teams.find(({ id, slug: name }) => (teamId ? id === teamId : name === slug));
    if (!team) throw forbidden(`Not authorized: Trying to access resource under scope "${wanted}".`);
    return team;
  }

  findProject(account: Account, idOrName: string): Project | undefined {
    const byId = this.projects.get(idOrName);
    if (byId?.account.id === account.id) return byId;
    return [...this.projects.values()].find(({ account: { id }, name }) => id === account.id && name === idOrName);
  }

  project(account: Account, idOrName: string): Project {
    const project = this.findProject(account, idOrName);
    if (!project) throw notFound("Project not found.");
    return project;
  }

  projectsOf(account: Account): Project[] {
    return [...this.projects.values()].filter((project) => project.account.id === account.id);
  }

  /** By id, by its own host name, or by an alias. */
  deployment(account: Account, idOrUrl: string): Deployment {
    const host = idOrUrl.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
    const found =
      this.deployments.get(idOrUrl) ??
      [...this.deployments.values()].find(({ url }) => url === host) ??
      this.deployments.get(this.aliases.get(host)?.deploymentId ?? "");
    if (!found || this.ownerOf(found).account.id !== account.id)
      throw notFound(`The deployment "${idOrUrl}" can't be found in the current context`);
    return found;
  }

  deploymentsOf(project: Project): Deployment[] {
    return [...this.deployments.values()].filter(({ projectId }) => projectId === project.id);
  }

  ownerOf({ projectId }: { readonly projectId: string }): Project {
    const project = this.projects.get(projectId);
    if (!project) throw notFound("Project not found.");
    return project;
  }

  aliasesOf(deployment: Deployment): Alias[] {
    return [...this.aliases.values()].filter(({ deploymentId }) => deploymentId === deployment.id);
  }
}

/** `team_acmebrains` → `acmebrains`. */
const slugOf = (id: string) =>
  id
    .replace(/^team_/, "")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-");
