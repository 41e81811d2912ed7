import { Hono } from "hono";
import type { Clock } from "../core/clock.ts";
import { Faults } from "../core/faults.ts";
import type { Git } from "../core/git.ts";
import { injectFaults } from "../core/inject-faults.ts";
import { listen } from "../core/server.ts";
import { ApiError, answerErrors } from "./api-error.ts";
import type { Api, GitHubCore, Scope } from "./core.ts";
import { repositoryAt } from "./core.ts";
import type { Permissions } from "./entities/account.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import type { GitHubState } from "./entities/state.ts";
import { followPushes } from "./follow-pushes.ts";
import { identify } from "./http/auth.ts";
import { commonHeaders } from "./http/headers.ts";
import { withinPermissions } from "./http/permissions.ts";
import { UnknownRoutes } from "./http/unknown-routes.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { autolinkRoutes } from "./routes/autolinks.ts";
import { branchRoutes } from "./routes/branches.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commentRoutes } from "./routes/comments.ts";
import { commitRoutes } from "./routes/commits.ts";
import { contentRoutes } from "./routes/contents.ts";
import { environmentAt, environmentRoutes } from "./routes/environments.ts";
import { forkRoutes } from "./routes/forks.ts";
import { gitDataRoutes } from "./routes/git-data.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { issueRoutes } from "./routes/issues.ts";
import { labelRoutes } from "./routes/labels.ts";
import { mergeRoutes } from "./routes/merges.ts";
import { metaRoutes } from "./routes/meta.ts";
import { protectionRoutes } from "./routes/protection.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { reviewRoutes } from "./routes/reviews.ts";
import { rulesetRoutes } from "./routes/rulesets.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { settingRoutes } from "./routes/settings.ts";
import { teamRoutes } from "./routes/teams.ts";
import { variableRoutes } from "./routes/variables.ts";
import { seededState, type Tokens, tokens, workflowToken } from "./seed.ts";

export interface GitHubOptions {
  readonly clock: Clock;
  /** Holds the files, branches and commits; a merge here is a push there. */
  readonly git: Git;
  readonly faults?: Faults;
  /** `https://github.com/org/name`, or `org/name`: what exists at the beginning. */
  readonly repositories: readonly string[];
  /** Numbers of the teams that approve releases, where a stack file names them. */
  readonly teams?: readonly number[];
  /** 0 (the default) lets the system choose. */
  readonly port?: number;
}

/** A running GitHub: its REST API on loopback, over the repositories of the world's Git. */
export interface GitHubWorld {
  /** `http://127.0.0.1:PORT`: a client's base URL; the API answers there, and under `/api/v3` as an enterprise's does. */
  readonly url: string;
  /** The administrator's. */
  readonly token: string;
  readonly tokens: Tokens;
  /** A workflow's token that may do what these say, and nothing else. */
  workflowToken(permissions: Permissions): string;
  /** The entities as they are now; look, do not touch. */
  readonly state: GitHubState;
  /** What a stack makes in the repositories: names by noun. */
  inventory(): Readonly<Record<"rulesets" | "environments" | "variables", readonly string[]>>;
  /** `METHOD /path` of every request that no route serves. */
  unknownRoutes(): readonly string[];
  close(): Promise<void>;
}

/** Starts the GitHub emulator. A taken port is an error that names it. */
export async function startGitHub(options: GitHubOptions): Promise<GitHubWorld> {
  const { clock, git, faults = new Faults(), repositories, teams = [] } = options;
  const core: GitHubCore = { clock, git, state: seededState(clock, repositories, teams) };
  followPushes(core);
  const unknown = new UnknownRoutes();
  const app = apiOf(core, faults, unknown);
  const fetch: Api["fetch"] = (request, ...rest) => app.fetch(byName(core, request), ...rest);
  const server = await listen({ fetch }, options.port);
  const names = <T>(of: (repository: Repository) => Iterable<T>, name: (one: T) => string) =>
    [...core.state.repositories.values()].flatMap((repository) => [...of(repository)].map(name)).sort();
  return {
    url: server.url,
    token: tokens.administrator,
    tokens,
    workflowToken: (permissions) => workflowToken(core.state, permissions),
    state: core.state,
    inventory: () => ({
      rulesets: names(
        ({ rulesets }) => rulesets.values(),
        ({ settings }) => settings.name,
      ),
      environments: names(
        ({ environments }) => environments.values(),
        ({ name }) => name,
      ),
      variables: names(
        ({ variables }) => variables.values(),
        ({ name }) => name,
      ),
    }),
    unknownRoutes: () => unknown.list(),
    close: () => server.close(),
  };
}

/** Clients may name a repository by its number (`/repositories/1001/environments/…`): the same by its name. */
function byName({ state }: GitHubCore, request: Request): Request {
  const url = new URL(request.url);
  const [, before, id, after] = /^(\/api\/v3)?\/repositories\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
  const found = id && [...state.repositories.values()].find((repository) => repository.id === Number(id));
  if (!found) return request;
  url.pathname = `${before ?? ""}/repos/${fullName(found)}${after ?? ""}`;
  return new Request(url, request);
}

/** The API at the root and under `/api/v3`, with the order that overlapping paths need. */
function apiOf(core: GitHubCore, faults: Faults, unknown: UnknownRoutes): Api {
  const REPOSITORY = "/repos/:owner/:repo";
  const ENVIRONMENT = `${REPOSITORY}/environments/:environment`;
  const routes = [
    metaRoutes(core),
    accountRoutes(core),
    teamRoutes(core),
    repositoryRoutes(core),
    forkRoutes(core),
    rulesetRoutes(core),
    environmentRoutes(core),
    variableRoutes(
      core,
      `${REPOSITORY}/actions/variables`,
      (c, mode) => repositoryAt(core, c, mode === "read" ? "push" : "admin").variables,
    ),
    variableRoutes(core, `${ENVIRONMENT}/variables`, (c) => environmentAt(core, c, "admin").variables),
    secretRoutes(core, `${REPOSITORY}/actions/secrets`, (c) => repositoryAt(core, c, "admin")),
    secretRoutes(core, `${ENVIRONMENT}/secrets`, (c) => environmentAt(core, c, "admin")),
    protectionRoutes(core),
    branchRoutes(core),
    gitDataRoutes(core),
    contentRoutes(core),
    checkRoutes(core),
    pullRoutes(core),
    mergeRoutes(core),
    reviewRoutes(core),
    commentRoutes(core),
    commitRoutes(core),
    hookRoutes(core),
    labelRoutes(core),
    issueRoutes(core),
    settingRoutes(core),
    autolinkRoutes(core),
  ];
  const app = new Hono<Scope>();
  // Faults come first: what they do to an answer is done last.
  app.use(
    injectFaults(faults, (status, message) => new ApiError(status, message)),
    commonHeaders(core),
    identify(core),
    withinPermissions(),
  );
  for (const prefix of ["/api/v3", "/"]) for (const each of routes) app.route(prefix, each);
  app.route("/api", metaRoutes(core));
  app.onError(answerErrors);
  app.notFound(unknown.handler);
  return app;
}
