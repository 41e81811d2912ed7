import type { Part } from "../snapshot/part.ts";
import { dataOf, fill, StateData } from "../snapshot/state-data.ts";
import type { RenderCore } from "./core.ts";
import type { Instance } from "./deploys/instance.ts";
import { keepUp } from "./deploys/keep-up.ts";
import { start } from "./deploys/start.ts";
import type { Service } from "./entities/service.ts";
import { traitsOf } from "./entities/service-type.ts";
import type { RenderState } from "./entities/state.ts";

export interface SavedParts {
  readonly fresh: () => RenderState;
  /** Ends all that runs and goes on with another state. */
  readonly become: (state: RenderState) => Promise<void>;
}

/** Render in a snapshot: its state, and with it every live service and every store, running again under its name. */
export function renderPart(core: RenderCore, { fresh, become }: SavedParts): Part {
  return {
    prepare: () => core.stores.save(core.state.postgres.values()),
    save: () => dataOf(core.state),
    async load(saved) {
      const state = fresh();
      fill(state, StateData.parse(saved));
      // What answers requests is tried beside the present one; a second worker would take the first one's jobs.
      const live = [...state.services.values()].filter((service) => isRunning(service));
      const ready = await startAll({ ...core, state }, live.filter(answers));
      return {
        async swap() {
          await become(state);
          await bringBackStores(core);
          for (const service of state.services.values()) put(core, service, ready.get(service));
          for (const service of live.filter((one) => !answers(one))) await startWorker(core, service);
          core.cronRuns.rearm();
        },
        discard: () => stopAll(ready),
      };
    },
  };
}

const isRunning = ({ suspended, liveDeployId, type }: Service) =>
  !suspended && liveDeployId !== undefined && traitsOf(type).process !== "runs";
const answers = ({ type }: Service) => traitsOf(type).process !== "stays";

/** @throws StartupFailure; none of them runs then. */
async function startAll(core: RenderCore, services: readonly Service[]): Promise<Map<Service, Instance>> {
  const running = new Map<Service, Instance>();
  try {
    for (const service of services) {
      const deploy = core.state.deploys.get(service.liveDeployId ?? "");
      if (!deploy?.snapshot) throw new Error(`the live deploy of ${service.name} is missing`);
      running.set(service, await start(core, service, deploy, deploy.snapshot));
    }
    return running;
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

const stopAll = async (running: ReadonlyMap<Service, Instance>) => {
  await Promise.all([...running.values()].map((instance) => instance.stop()));
};

/** As at a start after an outage: one that does not come up is down, and its log says why. */
async function startWorker(core: RenderCore, service: Service): Promise<void> {
  const [[, instance] = []] = await startAll(core, [service]).catch((error: unknown) => {
    core.state.logs.add(service.id, "app", `==> ${error instanceof Error ? error.message : error}`, undefined, "error");
    return [];
  });
  put(core, service, instance);
}

function put(core: RenderCore, service: Service, instance: Instance | undefined): void {
  const deploy = core.state.deploys.get(service.liveDeployId ?? "");
  if (!instance || !deploy) {
    core.fleet.route(service);
    return;
  }
  core.fleet.switchTo(service, instance);
  void keepUp(core, service, deploy, instance);
}

async function bringBackStores({ state, stores }: RenderCore): Promise<void> {
  for (const store of [...state.keyValues.values(), ...state.postgres.values()])
    if (store.status === "suspended") await stores.suspend(store);
    else await stores.resume(store);
}
