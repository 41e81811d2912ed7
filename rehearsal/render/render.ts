import type { Clock } from "../core/clock.ts";
import type { Edge } from "../core/edge.ts";
import { Faults } from "../core/faults.ts";
import type { Commit, Git } from "../core/git.ts";
import { listen } from "../core/server.ts";
import type { Part } from "../snapshot/part.ts";
import { apiOf } from "./api.ts";
import type { RenderCore } from "./core.ts";
import { CronRuns } from "./deploys/cron-runs.ts";
import { Deploys } from "./deploys/deploys.ts";
import { Fleet } from "./deploys/fleet.ts";
import { Jobs } from "./deploys/jobs.ts";
import { digits } from "./entities/ids.ts";
import type { LogLine } from "./entities/log-book.ts";
import { defaultOwner } from "./entities/owner.ts";
import { RenderState } from "./entities/state.ts";
import { WebhookSender } from "./events/webhook-sender.ts";
import { RateLimits } from "./http/rate-limits.ts";
import { UnknownRoutes } from "./http/unknown-routes.ts";
import { removeService } from "./routes/services.ts";
import { renderPart } from "./saved.ts";
import { StoreServers } from "./stores/store-servers.ts";

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
  /** Whether calls are counted and refused when there are too many. Default true; a bench measures something else. */
  readonly rateLimits?: boolean;
  /** Host labels that customers outside this world have taken. */
  readonly foreignSlugs?: readonly string[];
}

/** A running Render: its API on loopback, the services it hosts, and what a rehearsal may look at. */
export interface RenderWorld extends Part {
  /** `http://127.0.0.1:PORT/v1`: a client's base URL. */
  readonly url: string;
  readonly token: string;
  readonly faults: Faults;
  /** The entities as they are now; look, do not touch. */
  readonly state: RenderState;
  /** Names by noun; an empty world has empty lists. */
  inventory(): Readonly<Record<"services" | "keyValues" | "postgres" | "envGroups", readonly string[]>>;
  logsOf(serviceId: string): readonly LogLine[];
  /** From now on the API shows only log lines that are younger, as on a smaller plan. */
  keepLogsFor(ms: number): void;
  /** `METHOD /path` of every request that no route serves. */
  unknownRoutes(): readonly string[];
  /** The checks of a commit went green: services that wait for them deploy it. */
  checksPassed(commit: Commit): void;
  /** Resolves when no deploy and no run of a cron job is under way. */
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
  const parts = { clock, git, edge, faults, fleet, deployMs, state: freshState() };
  const world = Object.assign(parts, { webhooks: new WebhookSender(parts) });
  const core: RenderCore = Object.assign(world, {
    deploys: new Deploys(world),
    stores: new StoreServers(world),
    cronRuns: new CronRuns(world),
    jobs: new Jobs(world),
  });

  const limits = new RateLimits(clock, options.rateLimits);
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

  const become = async (state: RenderState) => {
    for (const service of [...core.state.services.values()]) await removeService(core, service);
    for (const store of [...core.state.keyValues.values(), ...core.state.postgres.values()])
      await core.stores.remove(store);
    await fleet.drained();
    await world.webhooks.stop();
    world.state = state;
    limits.reset();
  };
  const reset = async () => {
    await become(freshState());
    unknown.clear();
  };
  return {
    url: `${server.url}/v1`,
    token,
    faults,
    get state() {
      return core.state;
    },
    inventory() {
      const { services, keyValues, postgres, envGroups } = core.state;
      const namesOf = (found: ReadonlyMap<string, { readonly name: string }>) =>
        [...found.values()].map(({ name }) => name).sort();
      return {
        services: namesOf(services),
        keyValues: namesOf(keyValues),
        postgres: namesOf(postgres),
        envGroups: namesOf(envGroups),
      };
    },
    logsOf: (serviceId) => core.state.logs.of([serviceId]),
    keepLogsFor(ms) {
      core.state.logs.keptMs = ms;
    },
    unknownRoutes: () => unknown.list(),
    checksPassed: (commit) => deployHead(commit, "checksPass"),
    async settled() {
      await core.deploys.settled();
      await core.stores.settled();
      await core.cronRuns.settled();
    },
    ...renderPart(core, { fresh: freshState, become }),
    reset,
    async close() {
      await reset();
      await core.cronRuns.close();
      await server.close();
      await fleet.close();
    },
  };
}
