import { Deploys } from "./deploys.ts";
import { EnvVars } from "./env-vars.ts";
import { Logs } from "./logs.ts";
import { Services } from "./services.ts";
import { Transport, type TransportOptions } from "./transport.ts";

/**
 * Render's REST API, as far as it is used here. Every method takes an `Asker` last: its signal ends waiting at once.
 * @see https://api-docs.render.com (read 2026-11)
 */
export class RenderClient {
  readonly services: Services;
  readonly envVars: EnvVars;
  readonly deploys: Deploys;
  readonly logs: Logs;

  constructor(options: TransportOptions) {
    const transport = new Transport(options);
    this.services = new Services(transport);
    this.envVars = new EnvVars(transport);
    this.deploys = new Deploys(transport);
    this.logs = new Logs(transport);
  }
}
