import { z } from "zod";
import { UserError } from "../protocol/errors.ts";
import type { Provider } from "../protocol/resource.ts";
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
      token: () => tokenOf(config.apiKey ?? env.RENDER_API_KEY),
      baseUrl: baseUrlOf(config.baseUrl ?? (env.RENDER_BASE_URL || undefined)),
      userAgent: `cutover-render-provider/${VERSION}`,
    }),
  resources: [webService, backgroundWorker, cronJob, keyValue, postgres, envGroup],
  functions: [getDeploys],
};

/** @throws UserError that never shows what was given */
function tokenOf(given: string | undefined): string {
  const token = given?.trim() ?? "";
  // A header takes nothing else, and fetch would say so with the token in its message.
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UserError(
    "RENDER_API_KEY_MISSING",
    [
      `RENDER_API_KEY_MISSING: ${token === "" ? "no API key for Render is set" : "the API key for Render has spaces or characters that no key has"}`,
      "  at render:apiKey or RENDER_API_KEY",
      "  fix: make a key at https://dashboard.render.com/settings#api-keys, then export RENDER_API_KEY=…",
      "       (or: pulumi config set --secret render:apiKey)",
    ].join("\n"),
  );
}
