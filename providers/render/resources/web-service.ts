import { z } from "zod";
import { anyPlan, anyService, instances, ServiceState } from "./inputs.ts";
import type { Patience } from "./patience.ts";
import { serviceResource } from "./service-resource.ts";

export const WebServiceInputs = z.object({
  ...anyService,
  ...instances,
  plan: anyPlan,
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

/** @see https://render.com/docs/web-services (read 2026-11) */
export const makeWebService = (patience?: Patience) =>
  serviceResource<WebServiceInputs, WebServiceState>(
    {
      type: "web_service",
      token: "render:index:WebService",
      prefix: "srv",
      description: "A public HTTP service on Render, built from a Git repository. Done when its own deploy is live.",
      inputs: WebServiceInputs,
      state: WebServiceState,
      own: ({ serviceDetails }) => ({ url: serviceDetails.url ?? "" }),
    },
    patience,
  );

/** A public HTTP service on Render (S0.1, S1.1). */
export const webService = makeWebService();
