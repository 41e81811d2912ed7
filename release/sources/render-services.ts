import type { ServiceRole } from "../../checks/gates/sources.ts";
import type { RenderClient } from "../../providers/render/api/client.ts";
import type { Service } from "../../providers/render/api/schemas.ts";
import type { Subject } from "./open-sources.ts";
import { NotMeasurable } from "./unmeasured.ts";

/** The services of the subject as Render knows them, each looked for once. */
export class RenderServices {
  readonly #client: () => RenderClient;
  readonly #subject: Subject;
  readonly #found = new Map<ServiceRole, Promise<Service>>();

  constructor(client: () => RenderClient, subject: Subject) {
    this.#client = client;
    this.#subject = subject;
  }

  /** @throws NotMeasurable where there is none; RenderApiError */
  of(role: ServiceRole, signal: AbortSignal): Promise<Service> {
    const known = this.#found.get(role);
    if (known) return known;
    const found = this.#find(role, signal);
    this.#found.set(role, found);
    // What could not be found now may be later.
    found.catch(() => this.#found.delete(role));
    return found;
  }

  async #find(role: ServiceRole, signal: AbortSignal): Promise<Service> {
    const { owner, services } = this.#subject;
    const name = services[role];
    if (owner === undefined || name === undefined) throw new NotMeasurable(`the stack declares no ${role} at Render`);
    const service = await this.#client().services.named(owner, name, { signal });
    if (!service) throw new NotMeasurable(`Render has no service named ${name} in ${owner}; pulumi up makes it`);
    return service;
  }
}
