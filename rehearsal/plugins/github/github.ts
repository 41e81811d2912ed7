import { z } from "zod";
import { UserError } from "../../../providers/protocol/errors.ts";
import { defineProvider } from "../../../providers/protocol/resource.ts";
import { startServer } from "../../../providers/protocol/serve.ts";
import { deploymentPolicy } from "./resources/deployment-policy.ts";
import { environment } from "./resources/environment.ts";
import { ruleset } from "./resources/ruleset.ts";
import { environmentVariable, variable } from "./resources/variables.ts";
import { refuseFunction, version } from "./unsupported.ts";

/** Keys of the real plugin that only say how patient it is; they are taken and not needed. */
const patience = z.union([z.string(), z.number(), z.boolean()]).optional();

/**
 * Stands in for the plugin of `@pulumi/github` on a machine that lacks it: the same tokens, properties and calls of the
 * API, for the resources that a merge gate needs. Anything else is refused by name.
 */
const githubProvider = defineProvider({
  name: "github",
  version,
  description: "The rehearsal's stand-in for the github plugin.",
  config: z.strictObject({
    baseUrl: z.string().optional(),
    owner: z.string().optional(),
    token: z.string().optional(),
    writeDelayMs: patience,
    readDelayMs: patience,
    retryDelayMs: patience,
    maxRetries: patience,
    parallelRequests: patience,
    maxPerPage: patience,
  }),
  secretConfig: ["token"],
  resources: [ruleset, environment, deploymentPolicy, variable, environmentVariable],
  refuseFunction,

  // The client loads the vendor's whole SDK: not before a program needs it.
  async configure({ baseUrl, owner, token }, env) {
    const { GitHubClient } = await import("./client.ts");
    return GitHubClient.connect({
      baseUrl: loopback(baseUrl ?? env.GITHUB_BASE_URL),
      token: tokenOf(token ?? env.GITHUB_TOKEN),
      owner: owner ?? env.GITHUB_OWNER,
    });
  },
});

/** Serves the stand-in on a loopback port, for `PULUMI_DEBUG_PROVIDERS=github:PORT`; address and token come from `env`. */
export async function startGitHubPlugin({
  env,
}: {
  env: NodeJS.ProcessEnv;
}): Promise<{ port: number; close(): Promise<void> }> {
  loopback(env.GITHUB_BASE_URL);
  return startServer(githubProvider, { env });
}

/** The stand-in talks to a rehearsal only: a token must not leave for anywhere else. */
function loopback(url: string | undefined): string {
  const host = url && URL.canParse(url) ? new URL(url).hostname : undefined;
  if (url && host && ["127.0.0.1", "localhost", "[::1]"].includes(host)) return url;
  throw new UserError(
    "GITHUB_ADDRESS",
    `GITHUB_BASE_URL is ${url ? JSON.stringify(host ?? url) : "not set"}; the rehearsal's stand-in for the github plugin takes only a loopback address.\n` +
      "  fix: use it inside of a rehearsal, or install the real plugin for the real GitHub",
  );
}

function tokenOf(token: string | undefined): string {
  if (token) return token;
  throw new UserError("GITHUB_TOKEN", "The GitHub token is not set.\n  fix: set GITHUB_TOKEN to an administrator's");
}
