import type { Clock } from "../core/clock.ts";
import { forbidden, notFound } from "./api-error.ts";
import type { Account, Alias, Deployment, Project } from "./entities.ts";
import { Ids } from "./ids.ts";
import type {
  AccessGroup,
  AccountDomain,
  BlobStore,
  Certificate,
  Drain,
  EdgeConfig,
  MicrofrontendsGroup,
  Network,
  Owned,
  Repository,
  SharedVariable,
  TeamMember,
  UserToken,
  Webhook,
} from "./team-entities.ts";

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
  readonly accessGroups = new Map<string, AccessGroup>();
  readonly blobStores = new Map<string, BlobStore>();
  readonly certificates = new Map<string, Certificate>();
  /** Domains of accounts, by name. */
  readonly domains = new Map<string, AccountDomain>();
  readonly drains = new Map<string, Drain>();
  readonly edgeConfigs = new Map<string, EdgeConfig>();
  /** Projects that an integration may see, as `<configuration>/<project id>`. */
  readonly integrationAccess = new Set<string>();
  /** By `<team id>/<user id>`. */
  readonly members = new Map<string, TeamMember>();
  readonly microfrontends = new Map<string, MicrofrontendsGroup>();
  readonly networks = new Map<string, Network>();
  readonly repositories = new Map<string, Repository>();
  readonly sharedEnv = new Map<string, SharedVariable>();
  /** What was set on a team, by its id. */
  readonly teamSettings = new Map<string, Record<string, unknown>>();
  readonly userTokens = new Map<string, UserToken>();
  readonly webhooks = new Map<string, Webhook>();
  readonly counts = new Map<string, number>();
  readonly ids = new Ids(this.counts);
  /** For how long runtime logs are shown, as the team's plan says; undefined: for ever. */
  runtimeLogsKeptMs: number | undefined = undefined;
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

  /** The moment before which no runtime log is shown any more. */
  runtimeLogsShownSince(): number {
    return this.runtimeLogsKeptMs === undefined ? 0 : this.now() - this.runtimeLogsKeptMs;
  }

  clear(): void {
    this.runtimeLogsKeptMs = undefined;
    for (const kept of Object.values(this)) if (kept instanceof Map || kept instanceof Set) kept.clear();
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

  /** One thing of an account; any other id is the vendor's 404. */
  owned<T extends Owned>(things: ReadonlyMap<string, T>, account: Account, id: string, what: string): T {
    const thing = things.get(id);
    if (thing?.ownerId !== account.id) throw notFound(`The ${what} was not found`);
    return thing;
  }

  ownedBy<T extends Owned>(things: ReadonlyMap<string, T>, account: Account): T[] {
    return [...things.values()].filter(({ ownerId }) => ownerId === account.id);
  }

  /** Id, owner and times of a thing that is made now. */
  made(account: Account, kind: string, length: number, prefix = ""): Owned {
    const now = this.now();
    return { id: this.ids.next(kind, length, prefix), ownerId: account.id, createdAt: now, updatedAt: now };
  }

  /** The token's user owns each team; others were invited. */
  membersOf(teamId: string): TeamMember[] {
    const { id: uid, slug: username, createdAt } = this.user;
    const email = `${username}@rehearsal.example`;
    const owner = { teamId, uid, email, username, role: "OWNER", confirmed: true, projects: [], createdAt };
    return [owner, ...[...this.members.values()].filter((member) => member.teamId === teamId)];
  }

  memberOf(teamId: string, uid: string): TeamMember {
    const member = this.membersOf(teamId).find((one) => one.uid === uid);
    if (!member) throw notFound("The team member was not found");
    return member;
  }

  /** Invites a person; a second invitation changes the role. */
  invite(teamId: string, uid: string, role: string, email?: string): TeamMember {
    const username = email?.split("@")[0] ?? `user-${uid.slice(0, 6).toLowerCase()}`;
    const known = this.members.get(`${teamId}/${uid}`);
    const member: TeamMember = known ?? {
      ...{ teamId, uid, username, role, confirmed: false, projects: [] },
      email: email ?? `${username}@rehearsal.example`,
      createdAt: this.now(),
    };
    member.role = role;
    this.members.set(`${teamId}/${uid}`, member);
    return member;
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
