import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";
import type { Deploy } from "../api/schemas.ts";

/** A service's deploys, newest first. @param limit 1 to 100, default 20 */
export const listDeploys = (
  client: RenderClient,
  { serviceId, limit = 20 }: { readonly serviceId: string; readonly limit?: number },
  asker?: Asker,
): Promise<Deploy[]> => client.deploys.newest(serviceId, limit, asker);

/**
 * The deploys that can be rolled back to, newest first: each was live once. Render keeps what they built for a time that
 * depends on the plan, so an old one may be refused all the same.
 */
export const wereLive = (deploys: readonly Deploy[]): Deploy[] =>
  deploys.filter(({ status }) => status === "deactivated");
