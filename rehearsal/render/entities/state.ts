import type { Clock } from "../../core/clock.ts";
import type { Deploy } from "./deploy.ts";
import { digits, Ids } from "./ids.ts";
import { LogBook } from "./log-book.ts";
import { Moments } from "./moment.ts";
import type { Owner } from "./owner.ts";
import type { Service } from "./service.ts";

/** Everything the emulator remembers. A reset makes a new one. */
export class RenderState {
  readonly ids = new Ids();
  readonly moments: Moments;
  readonly logs: LogBook;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly services = new Map<string, Service>();
  readonly deploys = new Map<string, Deploy>();
  readonly #foreignSlugs: ReadonlySet<string>;
  #sequence = 0;

  /** @param foreignSlugs host labels that customers outside this world have taken. */
  constructor(clock: Clock, owners: readonly Owner[], foreignSlugs: Iterable<string> = []) {
    this.moments = new Moments(clock);
    this.logs = new LogBook(this.moments);
    this.owners = new Map(owners.map((owner) => [owner.id, owner]));
    this.#foreignSlugs = new Set(foreignSlugs);
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  serviceNamed(ownerId: string, name: string): Service | undefined {
    return this.services.values().find((service) => service.ownerId === ownerId && service.name === name);
  }

  serviceAt(slug: string): Service | undefined {
    return this.services.values().find((service) => service.slug === slug);
  }

  deploysOf(serviceId: string): Deploy[] {
    return [...this.deploys.values()].filter((deploy) => deploy.serviceId === serviceId);
  }

  /** The host label of a new service: its name, or with a suffix where another customer's service has it. */
  freeSlug(name: string): string {
    const wanted = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
    for (let attempt = 0; ; attempt += 1) {
      const slug = attempt === 0 ? wanted : `${wanted}-${digits(`${wanted} ${attempt}`, 4)}`;
      if (slug && !this.#foreignSlugs.has(slug) && !this.serviceAt(slug)) return slug;
    }
  }
}
