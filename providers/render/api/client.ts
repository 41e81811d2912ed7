import { Deploys } from "./deploys.ts";
import { type EnvGroupMeta, EnvGroups } from "./env-groups.ts";
import { EnvVars } from "./env-vars.ts";
import { Environments } from "./environments.ts";
import { type KeyValue, keyValues } from "./key-values.ts";
import { Logs } from "./logs.ts";
import { Metrics } from "./metrics.ts";
import { type Postgres, postgresDatabases } from "./postgres.ts";
import { SecretFiles } from "./secret-files.ts";
import { Services } from "./services.ts";
import { SharedList } from "./shared-list.ts";
import type { Stores } from "./stores.ts";
import { Transport, type TransportOptions } from "./transport.ts";

/**
 * Render's REST API, as far as it is used here. Every method takes an `Asker` last: its signal ends waiting at once.
 * @see https://api-docs.render.com (read 2026-11)
 */
export class RenderClient {
  readonly services: Services;
  readonly envVars: EnvVars;
  readonly secretFiles: SecretFiles;
  readonly deploys: Deploys;
  readonly logs: Logs;
  readonly metrics: Metrics;
  readonly envGroups: EnvGroups;
  /** The groups of a workspace, with the services they are linked to, for all who look at about the same time. */
  readonly groupsOfWorkspace: SharedList<EnvGroupMeta>;
  readonly environments: Environments;
  readonly keyValues: Stores<KeyValue>;
  readonly postgres: Stores<Postgres>;

  /** @param options `listFreshMs`: how long a list of a workspace is shared; default 5 s. */
  constructor({ listFreshMs, ...options }: TransportOptions & { readonly listFreshMs?: number }) {
    const transport = new Transport(options);
    this.services = new Services(transport, listFreshMs);
    this.envVars = new EnvVars(transport);
    this.secretFiles = new SecretFiles(transport);
    this.deploys = new Deploys(transport);
    this.logs = new Logs(transport);
    this.metrics = new Metrics(transport);
    this.envGroups = new EnvGroups(transport);
    this.groupsOfWorkspace = new SharedList((ownerId, asker) => this.envGroups.all(ownerId, asker), listFreshMs);
    this.environments = new Environments(transport);
    this.keyValues = keyValues(transport);
    this.postgres = postgresDatabases(transport);
  }
}
