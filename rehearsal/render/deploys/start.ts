import type { Clock } from "../../core/clock.ts";
import type { Edge } from "../../core/edge.ts";
import type { Deploy, Snapshot } from "../entities/deploy.ts";
import type { Service } from "../entities/service.ts";
import { traitsOf } from "../entities/service-type.ts";
import type { EventWorld } from "../events/happened.ts";
import { type Instance, startInstance } from "./instance.ts";
import { platformEnv } from "./platform-env.ts";
import { envOf } from "./snapshot.ts";
import { serveSite } from "./static-site.ts";
import { writeDown } from "./visits.ts";

/** What a process lives in. */
export interface ProcessWorld extends EventWorld {
  readonly clock: Clock;
  readonly edge: Edge;
}

/** Starts an instance of a deploy; its output goes to the service's log. @throws StartupFailure */
export function start(world: ProcessWorld, service: Service, deploy: Deploy, snapshot: Snapshot): Promise<Instance> {
  const id = `${service.id}-${world.state.ids.next("i").slice(-5)}`;
  if (traitsOf(service.type).process === "files")
    return serveSite(id, service, deploy.commit, writeDown(world, service.id, id));
  return startProcess(world, service, deploy, snapshot, { id, command: commandOf(snapshot) });
}

/** Starts any command with what a deploy was built from and given. @throws StartupFailure */
export function startProcess(
  world: ProcessWorld,
  service: Service,
  deploy: Deploy,
  snapshot: Snapshot,
  { id, command }: { readonly id: string; readonly command: string },
): Promise<Instance> {
  const { state, clock, edge } = world;
  state.logs.add(service.id, "app", `==> Running '${command || "the image's own command"}'`, id, "info");
  return startInstance({
    id,
    command,
    commit: deploy.commit,
    env: { ...platformEnv(service, deploy, id), ...envOf(snapshot) },
    log: (line) => state.logs.add(service.id, "app", line, id),
    now: () => clock.now(),
    portOf: (host) => edge.portOf(host),
    tell: writeDown(world, service.id, id),
  });
}

export function commandOf({ settings }: Snapshot): string {
  const { runtime, startCommand, dockerCommand } = settings;
  return runtime === "docker" || runtime === "image" ? dockerCommand : startCommand;
}
