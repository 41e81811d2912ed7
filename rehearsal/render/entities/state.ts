import type { Clock } from "../../core/clock.ts";
import type { AuditLog } from "./audit-log.ts";
import type { CronRun } from "./cron-run.ts";
import type { DedicatedIp } from "./dedicated-ip.ts";
import type { Deploy } from "./deploy.ts";
import type { EnvGroup } from "./env-group.ts";
import type { Environment } from "./environment.ts";
import type { Event } from "./event.ts";
import { digits, Ids } from "./ids.ts";
import type { Job } from "./job.ts";
import type { KeyValue } from "./key-value.ts";
import { LogBook } from "./log-book.ts";
import type { LogStream, OwnerLogStream } from "./log-stream.ts";
import { firstMember, type Member } from "./member.ts";
import { Moments } from "./moment.ts";
import type { OwnerNotifications } from "./notifications.ts";
import type { Owner } from "./owner.ts";
import type { Postgres } from "./postgres.ts";
import type { Project } from "./project.ts";
import type { RegistryCredential } from "./registry-credential.ts";
import type { Service } from "./service.ts";
import type { Visit } from "./traffic.ts";
import type { Delivery, Webhook } from "./webhook.ts";

/** Everything the emulator remembers. A reset makes a new one. */
export class RenderState {
  readonly ids = new Ids();
  readonly moments: Moments;
  readonly logs: LogBook;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly services = new Map<string, Service>();
  readonly deploys = new Map<string, Deploy>();
  readonly keyValues = new Map<string, KeyValue>();
  readonly postgres = new Map<string, Postgres>();
  readonly envGroups = new Map<string, EnvGroup>();
  readonly cronRuns = new Map<string, CronRun>();
  readonly jobs = new Map<string, Job>();
  readonly projects = new Map<string, Project>();
  readonly environments = new Map<string, Environment>();
  readonly registryCredentials = new Map<string, RegistryCredential>();
  readonly dedicatedIps = new Map<string, DedicatedIp>();
  readonly members: Member[];
  readonly auditLogs: AuditLog[] = [];
  /** Settings by the id of the workspace or resource that has them. */
  readonly ownerNotifications = new Map<string, OwnerNotifications>();
  readonly ownerLogStreams = new Map<string, OwnerLogStream>();
  readonly logStreams = new Map<string, LogStream>();
  readonly metricsStreams = new Map<string, { readonly provider: string; readonly url: string }>();
  readonly events = new Map<string, Event>();
  readonly traffic: Visit[] = [];
  readonly webhooks = new Map<string, Webhook>();
  readonly deliveries = new Map<string, Delivery>();
  readonly #foreignSlugs: ReadonlySet<string>;
  sequence = 0;

  /** @param foreignSlugs host labels that customers outside this world have taken. */
  constructor(clock: Clock, owners: readonly Owner[], foreignSlugs: Iterable<string> = []) {
    this.moments = new Moments(clock);
    this.logs = new LogBook(this.moments);
    this.owners = new Map(owners.map((owner) => [owner.id, owner]));
    this.members = owners.map(firstMember);
    this.#foreignSlugs = new Set(foreignSlugs);
  }

  nextSequence(): number {
    this.sequence += 1;
    return this.sequence;
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

  /** The host label of a new service: its name, or with a suffix where another has it or its kind always has one. */
  freeSlug(name: string, { suffixed = false } = {}): string {
    const wanted = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
    for (let attempt = suffixed ? 1 : 0; ; attempt += 1) {
      const slug = attempt === 0 ? wanted : `${wanted}-${digits(`${wanted} ${attempt}`, 4)}`;
      if (slug && !this.#foreignSlugs.has(slug) && !this.serviceAt(slug)) return slug;
    }
  }
}
