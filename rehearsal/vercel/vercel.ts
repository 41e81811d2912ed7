import { createFrontend } from "../app/frontend.ts";
import type { Clock } from "../core/clock.ts";
import type { Edge } from "../core/edge.ts";
import { Faults } from "../core/faults.ts";
import type { Git } from "../core/git.ts";
import { listen } from "../core/server.ts";
import type { Part } from "../snapshot/part.ts";
import { api } from "./api.ts";
import { Builds } from "./builds.ts";
import { deployPushes } from "./deploy-pushes.ts";
import { frontDoor } from "./front-door.ts";
import { Instances, type StartFrontend } from "./instances.ts";
import { inventoryOf } from "./inventory.ts";
import { hostsOf, vercelPart } from "./saved.ts";
import { Store } from "./store.ts";
import { Traffic } from "./traffic.ts";

export interface VercelOptions {
  readonly clock: Clock;
  readonly edge: Edge;
  readonly git: Git;
  readonly faults?: Faults;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** 24 letters and digits, as the vendor's are. */
  readonly token?: string;
  /** Id of the one team that the token may use; its slug is the id without `team_`. Default `team_acmebrains`. */
  readonly team?: string;
  /** Time between two states of a build; a deployment takes three of them. Default 60. */
  readonly buildMs?: number;
  /** The app that a deployment serves. Default: the sample app's frontend. */
  readonly startFrontend?: StartFrontend;
}

/** Vercel, emulated on loopback: the REST API, and the deployments behind their host names. */
export interface VercelWorld extends Part {
  readonly url: string;
  readonly token: string;
  /** The entities as they are now; look, do not touch. */
  readonly store: Store;
  /** What exists, by noun, as lines that name it; all lists are empty in an empty world. */
  inventory(): Readonly<Record<string, readonly string[]>>;
  /** Lines of a deployment's build, then what it logged while it served; empty for an unknown id. */
  logsOf(deploymentId: string): readonly string[];
  /** From now on the API shows only runtime logs that are younger, as on a smaller plan. */
  keepLogsFor(ms: number): void;
  /** Requests that no route answered, as `METHOD /path`, each once. */
  unknownRoutes(): string[];
  /** Resolves when no build is under way. */
  settled(): Promise<void>;
  /** Back to an empty world with the same address, token and team. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the emulator. A push to a connected repository deploys unless the project's Git settings say otherwise. */
export async function startVercel(options: VercelOptions): Promise<VercelWorld> {
  const { clock, edge, git, faults = new Faults(), token = "rehearsalVercelToken0000", buildMs = 60 } = options;
  const store = new Store(clock, [options.team ?? "team_acmebrains"]);
  const unknown = new Set<string>();
  const door = await listen(
    frontDoor(store, () => ({ rollouts: traffic.rollouts, originOf: (id) => instances.originOf(id) })),
  );
  const beside = () => new Instances(store, edge, options.startFrontend ?? createFrontend);
  const instances = beside();
  const traffic = new Traffic(store, edge, instances, door.url);
  const builds = new Builds(store, { traffic, instances, faults, buildMs });
  deployPushes(store, git, builds);
  const server = await listen(api(store, { token, git, faults, builds, traffic, unknown }), options.port).catch(
    async (error) => {
      await door.close();
      throw error;
    },
  );

  const reset = async () => {
    await builds.stopAll();
    for (const host of hostsOf(store)) edge.unroute(host);
    store.clear();
    unknown.clear();
    await instances.stopAll();
  };
  return {
    url: server.url,
    token,
    store,
    inventory: () => inventoryOf(store),
    logsOf: (id) => {
      const deployment = store.deployments.get(id);
      return [
        ...(deployment?.buildLog ?? []).map(({ text }) => text),
        ...(deployment?.runtimeLog ?? []).flatMap(({ message }) => (message ? [message] : [])),
      ];
    },
    keepLogsFor(ms) {
      store.runtimeLogsKeptMs = ms;
    },
    unknownRoutes: () => [...unknown],
    settled: () => builds.settled(),
    ...vercelPart({ store, edge, traffic, builds, instances, beside }),
    reset,
    close: async () => {
      await reset();
      await Promise.all([server.close(), door.close()]);
    },
  };
}
