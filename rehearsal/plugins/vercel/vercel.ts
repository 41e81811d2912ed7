import { z } from "zod";
import { UserError } from "../../../providers/protocol/errors.ts";
import { defineProvider } from "../../../providers/protocol/resource.ts";
import { startServer } from "../../../providers/protocol/serve.ts";
import { teamIdOf, VercelClient } from "./client.ts";
import { alias } from "./resources/alias.ts";
import { customEnvironment } from "./resources/custom-environment.ts";
import { deployment } from "./resources/deployment.ts";
import { domain } from "./resources/domain.ts";
import { envVariable } from "./resources/env-variable.ts";
import { envVariables } from "./resources/env-variables.ts";
import { project } from "./resources/project.ts";
import { refuseFunction, version } from "./unsupported.ts";

/**
 * Stands in for the plugin of `@pulumiverse/vercel` on a machine that lacks it: the same tokens, properties and calls of
 * the API, for the resources a rollout needs. Anything else is refused by name.
 */
const vercelProvider = defineProvider({
  name: "vercel",
  version,
  description: "The rehearsal's stand-in for the vercel plugin.",
  config: z.strictObject({ apiToken: z.string().optional(), team: z.string().optional() }),
  secretConfig: ["apiToken"],
  resources: [project, envVariable, envVariables, domain, deployment, alias, customEnvironment],
  refuseFunction,

  async configure({ apiToken, team }, env) {
    const client = (teamId?: string) =>
      new VercelClient(baseUrlOf(env), tokenOf(apiToken ?? env.VERCEL_API_TOKEN), teamId);
    return team ? client(await teamIdOf(client(), team)) : client();
  },
});

/** Serves the stand-in on a loopback port, for `PULUMI_DEBUG_PROVIDERS=vercel:PORT`; addresses and token come from `env`. */
export async function startVercelPlugin({
  env,
}: {
  env: NodeJS.ProcessEnv;
}): Promise<{ port: number; close(): Promise<void> }> {
  baseUrlOf(env);
  return startServer(vercelProvider, { env });
}

/** The stand-in talks to a rehearsal only: a token must not leave for anywhere else. */
function baseUrlOf({ VERCEL_BASE_URL: url }: NodeJS.ProcessEnv): string {
  const host = url && URL.canParse(url) ? new URL(url).hostname : undefined;
  if (url && host && ["127.0.0.1", "localhost", "[::1]"].includes(host)) return url;
  throw new UserError(
    "VERCEL_ADDRESS",
    `VERCEL_BASE_URL is ${url ? JSON.stringify(host ?? url) : "not set"}; the rehearsal's stand-in for the vercel plugin takes only a loopback address.\n` +
      "  fix: use it inside of a rehearsal, or install the real plugin for the real Vercel",
  );
}

/** The form that the real plugin asks for. */
function tokenOf(token: string | undefined): string {
  if (token && /^[0-9a-zA-Z]{24}$/.test(token)) return token;
  throw new UserError(
    "VERCEL_TOKEN",
    `The Vercel API token is ${token ? "not of 24 letters and digits" : "not set"}.\n` +
      "  fix: set VERCEL_API_TOKEN, or: pulumi config set --secret vercel:apiToken",
  );
}
