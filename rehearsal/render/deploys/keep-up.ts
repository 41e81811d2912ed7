import { setTimeout as pause } from "node:timers/promises";
import type { Deploy } from "../entities/deploy.ts";
import type { Service } from "../entities/service.ts";
import type { Instance } from "./instance.ts";
import type { PipelineWorld } from "./pipeline.ts";
import { start } from "./start.ts";

/** Restarts in a row before a service is left down. */
const mostRestarts = 5;

/**
 * Starts a live service's process again when it ends by itself, each time after twice the pause. It ends when the instance
 * was replaced or stopped, or when it went down too often.
 */
export async function keepUp(world: PipelineWorld, service: Service, deploy: Deploy, first: Instance): Promise<void> {
  const { state, fleet, deployMs } = world;
  let instance = first;
  for (let restarts = 0; ; restarts += 1) {
    const code = await instance.exited;
    if (fleet.instanceOf(service.id) !== instance) return;
    state.logs.add(service.id, "app", `==> Exited with status ${code}`, instance.id, "error");
    if (restarts === mostRestarts || !deploy.snapshot) return fleet.stop(service);
    await pause(deployMs * 2 ** restarts, undefined, { ref: false });
    if (fleet.instanceOf(service.id) !== instance) return;
    const next = await start(world, service, deploy, deploy.snapshot).catch(() => undefined);
    if (!next) return fleet.stop(service);
    if (fleet.instanceOf(service.id) !== instance) return next.stop();
    fleet.switchTo(service, next);
    instance = next;
  }
}
