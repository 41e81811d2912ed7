import { ApiError, badRequest } from "./api-error.ts";
import type { Account, GitLink, Project } from "./entities.ts";
import { code, hostCode } from "./ids.ts";
import { newProjectSettings, ProjectName, type SettingsChange } from "./project-settings.ts";
import type { Store } from "./store.ts";

/** Makes a project with the vendor's defaults and its `<name>.vercel.app` domain. */
export function createProject(store: Store, account: Account, name: string): Project {
  requireFree(store, account, name);
  const now = store.now();
  const id = store.ids.next("project", 28, "prj_");
  const project: Project = {
    id,
    account,
    name,
    settings: structuredClone(newProjectSettings),
    link: undefined,
    env: new Map(),
    domains: new Map(),
    protectionBypass: new Map(),
    environments: new Map(),
    deployHooks: new Map(),
    members: new Map(),
    flags: new Map(),
    segments: new Map(),
    sdkKeys: new Map(),
    redirects: [],
    routes: [],
    retention: undefined,
    cronsDisabledAt: undefined,
    firewall: undefined,
    attackMode: undefined,
    microfrontend: undefined,
    rolling: undefined,
    rollout: undefined,
    paused: false,
    production: undefined,
    autoAssignBeforeRollback: undefined,
    lastAliasRequest: undefined,
    createdAt: now,
    updatedAt: now,
  };
  const domain = `${name.replace(/[._]/g, "-")}.vercel.app`;
  const taken = [...store.projects.values()].some(({ domains }) => domains.has(domain));
  addDomain(store, project, taken ? domain.replace(/\.vercel\.app$/, `-${hostCode(id, 3)}.vercel.app`) : domain);
  store.projects.set(id, project);
  return project;
}

/** Changes what was given; what was left out stays, also inside `resourceConfig`. */
export function applySettings(project: Project, { serverlessFunctionRegion: region, ...given }: SettingsChange): void {
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const resourceConfig = {
    ...project.settings.resourceConfig,
    ...(region ? { functionDefaultRegions: [region] } : {}),
    ...given.resourceConfig,
  };
  Object.assign(project.settings, known, { resourceConfig });
}

/** Names are unique in an account. */
export function requireFree(store: Store, account: Account, name: string): void {
  const parsed = ProjectName.safeParse(name);
  if (!parsed.success) throw badRequest(`Invalid project name: ${parsed.error.issues[0]?.message}`);
  if (store.projectsOf(account).some((project) => project.name === name))
    throw new ApiError(409, "conflict", "A project with the same name already exists.");
}

/** @param repo `org/name`. */
export function gitLink({ type, repo }: { type: GitLink["type"]; repo: string }, now: number): GitLink {
  const [name = "", ...groups] = repo.split("/").toReversed();
  const org = groups.toReversed().join("/");
  const repoId = Number.parseInt(code(repo, 8, "123456789"), 10);
  return { type, org, repo: name, repoId, productionBranch: "main", createdAt: now };
}

/** Adds a domain to a project, without looking whether it may have it. */
export function addDomain(store: Store, project: Project, name: string, verified = true) {
  const now = store.now();
  const domain = {
    name,
    gitBranch: null,
    customEnvironmentId: null,
    redirect: null,
    redirectStatusCode: null,
    verified,
    createdAt: now,
    updatedAt: now,
  };
  project.domains.set(name, domain);
  return domain;
}
