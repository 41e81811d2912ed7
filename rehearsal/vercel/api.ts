import { channel } from "node:diagnostics_channel";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { tellAnswers } from "../core/answers.ts";
import type { Faults } from "../core/faults.ts";
import type { Git } from "../core/git.ts";
import { injectFaults, type Refused } from "../core/inject-faults.ts";
import { ApiError, forbidden, notFound } from "./api-error.ts";
import type { Builds } from "./builds.ts";
import { accessGroupRoutes } from "./routes/access-groups.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { aliasRoutes } from "./routes/aliases.ts";
import { blobObjectRoutes, blobStoreRoutes } from "./routes/blob-stores.ts";
import { bulkRedirectRoutes } from "./routes/bulk-redirects.ts";
import { certificateRoutes } from "./routes/certificates.ts";
import { customEnvironmentRoutes } from "./routes/custom-environments.ts";
import { deployHookCalls, deployHookRoutes } from "./routes/deploy-hooks.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { dnsRoutes } from "./routes/dns.ts";
import { domainRoutes } from "./routes/domains.ts";
import { drainRoutes } from "./routes/drains.ts";
import { edgeConfigRoutes } from "./routes/edge-config.ts";
import { envRoutes } from "./routes/env.ts";
import { featureFlagRoutes } from "./routes/feature-flags.ts";
import { fileRoutes } from "./routes/files.ts";
import { firewallRoutes } from "./routes/firewall.ts";
import { integrationRoutes } from "./routes/integrations.ts";
import { logRoutes } from "./routes/logs.ts";
import { memberRoutes } from "./routes/members.ts";
import { microfrontendRoutes } from "./routes/microfrontends.ts";
import { networkRoutes } from "./routes/networks.ts";
import { observabilityRoutes } from "./routes/observability.ts";
import { productionRoutes } from "./routes/production.ts";
import { projectExtraRoutes } from "./routes/project-extras.ts";
import { projectRoutes } from "./routes/projects.ts";
import { registryRoutes } from "./routes/registry.ts";
import { rollingReleaseRoutes } from "./routes/rolling-releases.ts";
import { routingRuleRoutes } from "./routes/routing-rules.ts";
import { sharedEnvRoutes } from "./routes/shared-env.ts";
import { userTokenRoutes } from "./routes/user-tokens.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import type { Store } from "./store.ts";
import type { Traffic } from "./traffic.ts";

export interface ApiParts {
  readonly token: string;
  readonly git: Git;
  readonly faults: Faults;
  readonly builds: Builds;
  readonly traffic: Traffic;
  /** Requests no route answered, as `METHOD /path`. */
  readonly unknown: Set<string>;
}

/** Where every answer is told. */
export const answers = channel("cutover:vercel:answers");

/** The REST API: token, injected faults, routes, and the vendor's error bodies. */
export function api(store: Store, parts: ApiParts): Hono {
  const app = new Hono();

  app.use(injectFaults(parts.faults, injected, headersOf));
  app.use(tellAnswers(answers));
  // Calls with keys of their own.
  app.route("/", deployHookCalls(store, parts));
  app.route("/", blobObjectRoutes(store));
  app.use(async (context, next) => {
    const authorization = context.req.header("authorization");
    if (!authorization) throw forbidden("The request is missing an authentication token", { missingToken: true });
    if (authorization !== `Bearer ${parts.token}`) throw forbidden("Not authorized", { invalidToken: true });
    return next();
  });

  for (const routes of [
    accountRoutes(store),
    projectRoutes(store, parts),
    envRoutes(store),
    domainRoutes(store, parts.traffic),
    deploymentRoutes(store, parts),
    fileRoutes(store),
    aliasRoutes(store, parts.traffic),
    productionRoutes(store, parts.traffic),
    logRoutes(store),
    accessGroupRoutes(store),
    blobStoreRoutes(store),
    bulkRedirectRoutes(store),
    certificateRoutes(store),
    customEnvironmentRoutes(store),
    deployHookRoutes(store),
    dnsRoutes(store),
    drainRoutes(store),
    edgeConfigRoutes(store),
    featureFlagRoutes(store),
    firewallRoutes(store),
    integrationRoutes(store),
    memberRoutes(store),
    microfrontendRoutes(store),
    networkRoutes(store),
    observabilityRoutes(store),
    projectExtraRoutes(store, parts.traffic),
    registryRoutes(store),
    rollingReleaseRoutes(store, parts.traffic),
    routingRuleRoutes(store),
    sharedEnvRoutes(store),
    userTokenRoutes(store),
    webhookRoutes(store),
  ])
    app.route("/", routes);

  app.notFound((context) => {
    parts.unknown.add(`${context.req.method} ${context.req.path}`);
    return context.json(notFound().body, 404);
  });
  app.onError((error, context) => {
    if (!(error instanceof ApiError)) throw error;
    return context.json(error.body, error.status);
  });
  return app;
}

/** The vendor's error of a status that a rehearsal asked for. */
function injected(status: number, message: string): ApiError {
  if (status === 429)
    return new ApiError(429, "rate_limited", "The rate limit of 100 exceeded for 'api'. Try again later", {
      limit: { total: 100, remaining: 0, reset: 1 },
    });
  const code = codes[status] ?? (status >= 500 ? "internal_server_error" : "bad_request");
  return new ApiError(status as ContentfulStatusCode, code, message);
}

const codes: Readonly<Record<number, string>> = {
  401: "not_authorized",
  402: "payment_required",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  503: "service_unavailable",
};

const headersOf = ({ status, retryAfterSeconds = 1 }: Refused): Record<string, string> =>
  status === 429
    ? {
        "retry-after": String(retryAfterSeconds),
        "x-ratelimit-limit": "100",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + retryAfterSeconds),
      }
    : {};
