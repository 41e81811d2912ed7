import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";

/** Suspends a service, e.g. a scheduler during an incident (S1.14): what runs is stopped, nothing is deployed or run. */
export const suspend = (
  client: RenderClient,
  { serviceId }: { readonly serviceId: string },
  asker?: Asker,
): Promise<void> => client.services.suspend(serviceId, asker);
