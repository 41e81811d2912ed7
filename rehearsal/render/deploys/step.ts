import { advance, type Deploy, type DeployStatus } from "../entities/deploy.ts";
import { tellStep } from "../events/deploy-events.ts";
import type { EventWorld } from "../events/happened.ts";

/** Moves a deploy on now, and tells the events that this is. */
export function step(world: EventWorld, deploy: Deploy, status: DeployStatus): void {
  advance(deploy, status, world.state.moments.next());
  tellStep(world, deploy);
}
