import { setTimeout as pause } from "node:timers/promises";
import { Hono } from "hono";
import type { Edge } from "../../core/edge.ts";
import { type Listening, listen } from "../../core/server.ts";
import { hostOf, internalHostOf, type Service } from "../entities/service.ts";
import { traitsOf } from "../entities/service-type.ts";
import type { Instance } from "./instance.ts";

/** How long an instance without traffic still listens, for requests that were on their way when the traffic left it. */
const graceMs = 50;

/** The running instances, and which of them each public host leads to. */
export class Fleet {
  readonly #edge: Edge;
  readonly #instances = new Map<string, Instance>();
  readonly #stopping = new Set<Promise<void>>();
  #hurry = new AbortController();
  readonly #standIn: Listening;

  private constructor(edge: Edge, standIn: Listening) {
    this.#edge = edge;
    this.#standIn = standIn;
  }

  /** @param serviceAt finds the service of a host, for the page shown while nothing of it runs. */
  static async start(edge: Edge, serviceAt: (host: string) => Service | undefined): Promise<Fleet> {
    const pages = new Hono().all("*", (c) => {
      const host = c.req.header("x-forwarded-host") ?? c.req.header("host") ?? "";
      const service = serviceAt(host.replace(/:\d+$/, ""));
      if (service?.suspended) return c.text("Service Suspended", 503, { "x-render-routing": "suspend" });
      const inMaintenance = service?.settings.maintenanceMode.enabled;
      if (inMaintenance) return c.text("Service under maintenance", 503, { "x-render-routing": "maintenance" });
      return c.text("Not Found", 404, { "x-render-routing": "no-server" });
    });
    return new Fleet(edge, await listen(pages));
  }

  /** Sends a service's traffic where its settings say: to its instance, or to the page that says why not. */
  route(service: Service): void {
    const { suspended, settings } = service;
    const origin = suspended ? undefined : this.#instances.get(service.id)?.origin;
    const closed = settings.maintenanceMode.enabled || settings.renderSubdomainPolicy === "disabled";
    const { short, process } = traitsOf(service.type);
    if (short === "web" || short === "static")
      this.#edge.route(hostOf(service), (closed ? undefined : origin) ?? this.#standIn.url);
    if (process !== "serves") return;
    // Inside the workspace's network, where neither maintenance mode nor the public name's policy counts.
    if (origin) this.#edge.routeTcp(internalHostOf(service), Number(new URL(origin).port));
    else this.#edge.unrouteTcp(internalHostOf(service));
  }

  /** Gives a service's traffic to a new instance, and then stops the one before. */
  switchTo(service: Service, instance: Instance): void {
    const before = this.#instances.get(service.id);
    this.#instances.set(service.id, instance);
    this.route(service);
    this.#retire(before);
  }

  /** Stops a service's instance; its host stays its own. */
  stop(service: Service): void {
    const before = this.#instances.get(service.id);
    this.#instances.delete(service.id);
    this.route(service);
    this.#retire(before);
  }

  /** Stops a service's instance and gives its host back. */
  remove(service: Service): void {
    this.stop(service);
    this.#edge.unroute(hostOf(service));
  }

  instanceOf(serviceId: string): Instance | undefined {
    return this.#instances.get(serviceId);
  }

  /** Stops every instance that lost its traffic now, without the grace. */
  async drained(): Promise<void> {
    this.#hurry.abort();
    this.#hurry = new AbortController();
    await Promise.all(this.#stopping);
  }

  async close(): Promise<void> {
    await this.drained();
    await this.#standIn.close();
  }

  #retire(instance: Instance | undefined): void {
    if (!instance) return;
    const stopped = pause(graceMs, undefined, { ref: false, signal: this.#hurry.signal })
      .catch(() => {})
      .then(() => instance.stop())
      .finally(() => this.#stopping.delete(stopped));
    this.#stopping.add(stopped);
  }
}
