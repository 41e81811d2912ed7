import { Hono } from "hono";
import type { Clock } from "../core/clock.ts";
import type { Edge } from "../core/edge.ts";
import { Faults } from "../core/faults.ts";
import type { Commit, Git } from "../core/git.ts";
import { listen } from "../core/server.ts";
import { answerErrors } from "./api-error.ts";
import type { RenderCore } from "./core.ts";
import { Deploys } from "./deploys/deploys.ts";
import { Fleet } from "./deploys/fleet.ts";
import { digits } from "./entities/ids.ts";
import type { LogLine } from "./entities/log-book.ts";
import { defaultOwner } from "./entities/owner.ts";
import { RenderState } from "./entities/state.ts";
import { requireToken } from "./http/auth.ts";
import { injectFaults } from "./http/injected-faults.ts";
import { RateLimits } from "./http/rate-limits.ts";
import { UnknownRoutes } from "./http/unknown-routes.ts";
import { customDomainRoutes } from "./routes/custom-domains.ts";
import { deployRoutes } from "./routes/deploys.ts";
import { diskRoutes } from "./routes/disks.ts";
import { emptyNounRoutes } from "./routes/empty-nouns.ts";
import { envVarRoutes } from "./routes/env-vars.ts";
import { lifecycleRoutes } from "./routes/lifecycle.ts";
import { logStreamRoutes } from "./routes/log-streams.ts";
import { logRoutes } from "./routes/logs.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { ownerRoutes } from "./routes/owners.ts";
import { scalingRoutes } from "./routes/scaling.ts";
import { secretFileRoutes } from "./routes/secret-files.ts";
import { removeService, serviceRoutes } from "./routes/services.ts";

export interface RenderOptions {
  readonly clock: Clock;
  readonly edge: Edge;
  readonly git: Git;
  readonly faults?: Faults;
  /** 0 (the default) lets the system choose. */
  readonly port?: number;
  /** The API key that the world accepts; default a made-up one. */
  readonly token?: string;
  /** Real milliseconds of each phase of a deploy; default 60. */
  readonly deployMs?: number;
  /** Ids of workspaces; default the one that the examples' stack files name. */
  readonly owners?: readonly string[];
  /** Host labels that customers outside this world have taken. */
  readonly foreignSlugs?: readonly string[];
}

/** A running Render: its API on loopback, the services it hosts, and what a rehearsal may look at. */
export interface RenderWorld {
  /** `http://127.0.0.1:PORT/v1`: a client's base URL. */
  readonly url: string;
  readonly token: string;
  readonly faults: Faults;
  /** The entities as they are now; look, do not touch. */
  readonly state: RenderState;
  /** Names by noun; an empty world has empty lists. */
  inventory(): Readonly<Record<"services", readonly string[]>>;
  logsOf(serviceId: string): readonly LogLine[];
  /** `METHOD /path` of every request that no route serves. */
  unknownRoutes(): readonly string[];
  /** The checks of a commit went green: services that wait for them deploy it. */
  checksPassed(commit: Commit): void;
  /** Resolves when no deploy is under way. */
  settled(): Promise<void>;
  /** An empty world again, with fresh ids and rate limits. */
  reset(): Promise<void>;
  /** Ends deploys, instances and the API; no port or timer stays. */
  close(): Promise<void>;
}

/** Starts the Render emulator (D10). A taken port is an error that names it. */
export async function startRender(options: RenderOptions): Promise<RenderWorld> {
  const { clock, edge, git, faults = new Faults(), deployMs = 60 } = options;
  const token = options.token ?? `rnd_${digits("rehearsal", 28)}`;
  const owners = options.owners?.map((id) => ({ ...defaultOwner, id })) ?? [defaultOwner];
  const freshState = () => new RenderState(clock, owners, options.foreignSlugs);
  const fleet = await Fleet.start(edge, (host) => world.state.serviceAt(host.replace(/\.onrender\.com$/, "")));
  const world = { clock, git, faults, fleet, deployMs, state: freshState() };
  const core: RenderCore = Object.assign(world, { deploys: new Deploys(world) });

  const limits = new RateLimits(clock);
  const unknown = new UnknownRoutes();
  const server = await listen(apiOf(core, { token, limits, unknown }), options.port).catch(async (error) => {
    await fleet.close();
    throw error;
  });

  const deployHead = (commit: Commit, autoDeploy: "commit" | "checksPass") => {
    for (const service of core.state.services.values()) {
      const { repo, branch, autoDeployTrigger } = service.settings;
      const isHead = repo && branch && git.resolve(repo, branch)?.sha === commit.sha;
      if (isHead && autoDeployTrigger === autoDeploy && !service.suspended)
        core.deploys.add(service, { trigger: "new_commit", commit });
    }
  };
  git.onPush((_repo, _branch, commit) => deployHead(commit, "commit"));

  const reset = async () => {
    for (const service of [...core.state.services.values()]) await removeService(core, service);
    await fleet.drained();
    world.state = freshState();
    limits.reset();
    unknown.clear();
  };
  return {
    url: `${server.url}/v1`,
    token,
    faults,
    get state() {
      return core.state;
    },
    inventory: () => ({ services: [...core.state.services.values()].map(({ name }) => name).sort() }),
    logsOf: (serviceId) => core.state.logs.of([serviceId]),
    unknownRoutes: () => unknown.list(),
    checksPassed: (commit) => deployHead(commit, "checksPass"),
    settled: () => core.deploys.settled(),
    reset,
    async close() {
      await reset();
      await server.close();
      await fleet.close();
    },
  };
}

/** The API under `/v1`: request id, type, faults, token and limits first, then the routes. */
function apiOf(core: RenderCore, parts: { token: string; limits: RateLimits; unknown: UnknownRoutes }): Hono {
  let requests = 0;
  const app = new Hono();
  app.use(async (c, next) => {
    requests += 1;
    const id = digits(`request ${requests}`, 16);
    await next();
    c.header("Render-Request-Id", id);
    if (c.res.headers.has("content-type")) c.header("Content-Type", "application/json; charset=utf-8");
  });
  app.use(injectFaults(core.faults), requireToken(parts.token), parts.limits.middleware);
  for (const routes of [
    ownerRoutes(core),
    serviceRoutes(core),
    lifecycleRoutes(core),
    envVarRoutes(core),
    secretFileRoutes(core),
    scalingRoutes(core),
    deployRoutes(core),
    logRoutes(core),
    diskRoutes(core),
    customDomainRoutes(core),
    notificationRoutes(core),
    logStreamRoutes(core),
    emptyNounRoutes(),
  ])
    app.route("/v1", routes);
  app.onError(answerErrors);
  app.notFound(parts.unknown.handler(app));
  return app;
}
