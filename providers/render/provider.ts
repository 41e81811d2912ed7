import { z } from "zod";
import type { Provider } from "../protocol/resource.ts";
import { apiKeyOf } from "./api/api-key.ts";
import { baseUrlOf } from "./api/base-url.ts";
import { RenderClient } from "./api/client.ts";
import { getDeploys } from "./functions/get-deploys.ts";
import { backgroundWorker } from "./resources/background-worker.ts";
import { cronJob } from "./resources/cron-job.ts";
import { envGroup } from "./resources/env-group.ts";
import { keyValue } from "./resources/key-value.ts";
import { postgres } from "./resources/postgres.ts";
import { webService } from "./resources/web-service.ts";

export const VERSION = "0.1.0";

/** Nothing of it is kept in state: refresh and destroy take both from the environment of that run. */
export const RenderConfig = z.object({
  apiKey: z
    .string()
    .optional()
    .describe("API key; else RENDER_API_KEY. Made at https://dashboard.render.com/settings#api-keys"),
  baseUrl: z
    .string()
    .optional()
    .describe("Address of the API; else RENDER_BASE_URL, else Render's own. Only that or a loopback one."),
});
export type RenderConfig = z.infer<typeof RenderConfig>;

/** The Render provider: tokens `render:index:…`. */
export const render: Provider<RenderConfig, RenderClient> = {
  name: "render",
  version: VERSION,
  description: "Services on Render whose update is done when their own deploy is live.",
  config: RenderConfig,
  secretConfig: ["apiKey"],
  configure: (config, env) =>
    new RenderClient({
      token: () => apiKeyOf(config.apiKey ?? env.RENDER_API_KEY),
      baseUrl: baseUrlOf(config.baseUrl ?? (env.RENDER_BASE_URL || undefined)),
      userAgent: `cutover-render-provider/${VERSION}`,
    }),
  resources: [webService, backgroundWorker, cronJob, keyValue, postgres, envGroup],
  functions: [getDeploys],
};
