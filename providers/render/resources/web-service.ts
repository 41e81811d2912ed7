import { z } from "zod";
import type { Resource } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { PATIENCE, type Patience } from "./deploys.ts";
import { gitService, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { stateOf } from "./observe.ts";
import { checkCommands, dropSpelling, unknownOutputs } from "./preview-service.ts";
import { readService } from "./read-service.ts";
import { lifeOf } from "./service-life.ts";

export const WebServiceInputs = z.object({
  ...gitService,
  healthCheckPath: z
    .string()
    .regex(/^\/(?!\/)[^\s#]*$/, 'a path that starts with one "/", such as /health')
    .optional()
    .describe(
      "GET on it is answered with 2xx or 3xx within 5 s by a healthy instance. Default: an open port is enough.",
    ),
});
export type WebServiceInputs = z.infer<typeof WebServiceInputs>;

export const WebServiceState = ServiceState.extend({
  url: z.string().describe("Public address, `https://…onrender.com`. Stays when the service is renamed."),
});
export type WebServiceState = z.infer<typeof WebServiceState>;

const kind: Kind<WebServiceState> = {
  type: "web_service",
  token: "render:index:WebService",
  stateOf: (service, deploy) => ({ ...stateOf(service, deploy), url: service.serviceDetails.url ?? "" }),
};

/**
 * A public HTTP service on Render, built from a Git repository (S0.1, S1.1).
 * Changing `region` or `ownerId` replaces it; everything else is patched in place, and deployed once where that is
 * needed to bring it into effect. The update is done when its own deploy is live (S0.5).
 * @see https://render.com/docs/web-services (read 2026-11)
 */
export const webService = makeWebService();

/** With another patience than the usual one, for tests. */
export function makeWebService(
  patience: Patience = PATIENCE,
): Resource<RenderClient, WebServiceInputs, WebServiceState> {
  const life = lifeOf<WebServiceInputs, WebServiceState>(kind, patience);
  const outputs = WebServiceState.keyof().options;
  return {
    type: kind.token,
    description: "A public HTTP service on Render, built from a Git repository. Done when its own deploy is live.",
    inputs: WebServiceInputs,
    state: WebServiceState,
    secrets: ["env"],
    replaceOn: ["region", "ownerId"],
    // Names are unique in a workspace, so the successor cannot stand beside its predecessor.
    deleteBeforeReplace: true,
    check: (_call, want) => checkCommands(want),
    diff: dropSpelling,
    computed: (changes, known) => unknownOutputs(changes, known, outputs),
    create: life.create,
    read: (call, id, known) => readService(call, kind, id, known),
    update: life.update,
    delete: (call, id) => call.client.services.remove(id, call),
  };
}
