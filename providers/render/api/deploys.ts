import type { Asker } from "./limiter.ts";
import { onePage } from "./pages.ts";
import { Deploy, DeployEntry } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** A service's deploys. */
export class Deploys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get(serviceId: string, deployId: string, asker?: Asker): Promise<Deploy> {
    const path = pathOf`/services/${serviceId}/deploys/${deployId}`;
    return this.#transport.ask({ method: "GET", path, answer: Deploy }, asker);
  }

  /** Newest first, at most `limit` (1 to 100). */
  async newest(serviceId: string, limit: number, asker?: Asker): Promise<Deploy[]> {
    const path = pathOf`/services/${serviceId}/deploys`;
    const entries = await onePage(this.#transport, { path, entry: DeployEntry }, { limit }, asker);
    return entries.map(({ deploy }) => deploy);
  }

  /**
   * Asks for a deploy of the branch's head (or of `commitId`). `undefined`: accepted, but queued behind a running deploy,
   * and the answer does not say which it is. Never repeated when it may have worked.
   */
  async start(serviceId: string, body: { readonly commitId?: string }, asker?: Asker): Promise<Deploy | undefined> {
    const path = pathOf`/services/${serviceId}/deploys`;
    const deploy = await this.#transport.ask({ method: "POST", path, body, answer: Deploy.nullish() }, asker);
    return deploy ?? undefined;
  }

  /** Render does not do this for cron jobs. */
  cancel(serviceId: string, deployId: string, asker?: Asker): Promise<Deploy> {
    const path = pathOf`/services/${serviceId}/deploys/${deployId}/cancel`;
    return this.#transport.ask({ method: "POST", path, answer: Deploy }, asker);
  }

  /**
   * Starts a new deploy of what an earlier one built, with the env vars of then and the env groups of now. Auto-deploy
   * stays as it is. Never repeated when it may have worked.
   */
  rollBack(serviceId: string, deployId: string, asker?: Asker): Promise<Deploy> {
    const path = pathOf`/services/${serviceId}/rollback`;
    return this.#transport.ask({ method: "POST", path, body: { deployId }, answer: Deploy }, asker);
  }
}
