import { channel } from "node:diagnostics_channel";
import { Hono } from "hono";
import { tellAnswers } from "../core/answers.ts";
import { answerErrors } from "./api-error.ts";
import type { RenderCore } from "./core.ts";
import { tellServiceChanges } from "./events/service-changes.ts";
import { audit } from "./http/audit.ts";
import { requireToken } from "./http/auth.ts";
import { injectFaults } from "./http/injected-faults.ts";
import type { RateLimits } from "./http/rate-limits.ts";
import type { UnknownRoutes } from "./http/unknown-routes.ts";
import { vendorHeaders } from "./http/vendor-headers.ts";
import { cronJobRoutes } from "./routes/cron-jobs.ts";
import { customDomainRoutes } from "./routes/custom-domains.ts";
import { dedicatedIpRoutes } from "./routes/dedicated-ips.ts";
import { deployRoutes } from "./routes/deploys.ts";
import { diskRoutes } from "./routes/disks.ts";
import { edgeCacheRoutes } from "./routes/edge-cache.ts";
import { elsewhereRoutes } from "./routes/elsewhere.ts";
import { envGroupRoutes } from "./routes/env-groups.ts";
import { envVarRoutes } from "./routes/env-vars.ts";
import { environmentRoutes } from "./routes/environments.ts";
import { eventRoutes } from "./routes/events.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { keyValueRoutes } from "./routes/key-values.ts";
import { lifecycleRoutes } from "./routes/lifecycle.ts";
import { logStreamRoutes } from "./routes/log-streams.ts";
import { logRoutes } from "./routes/logs.ts";
import { metricRoutes } from "./routes/metrics.ts";
import { metricsStreamRoutes } from "./routes/metrics-streams.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { ownerRoutes } from "./routes/owners.ts";
import { postgresRoutes } from "./routes/postgres.ts";
import { postgresOperationRoutes } from "./routes/postgres-operations.ts";
import { projectRoutes } from "./routes/projects.ts";
import { registryCredentialRoutes } from "./routes/registry-credentials.ts";
import { scalingRoutes } from "./routes/scaling.ts";
import { secretFileRoutes } from "./routes/secret-files.ts";
import { serviceRoutes } from "./routes/services.ts";
import { snapshotRoutes } from "./routes/snapshots.ts";
import { staticRuleRoutes } from "./routes/static-rules.ts";
import { storeMetricRoutes } from "./routes/store-metrics.ts";
import { trafficMetricRoutes } from "./routes/traffic-metrics.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** Where every answer is told, but for injected faults. */
export const answers = channel("cutover:render:answers");

/** The API under `/v1`: request id, type, faults, token and limits first, then the routes. */
export function apiOf(core: RenderCore, parts: { token: string; limits: RateLimits; unknown: UnknownRoutes }): Hono {
  const app = new Hono();
  app.use(vendorHeaders());
  app.use(injectFaults(core.faults), tellAnswers(answers), requireToken(parts.token), parts.limits.middleware);
  app.use(audit(core), tellServiceChanges(core));
  for (const routes of [
    ownerRoutes(core),
    serviceRoutes(core),
    lifecycleRoutes(core),
    envVarRoutes(core),
    secretFileRoutes(core),
    scalingRoutes(core),
    deployRoutes(core),
    cronJobRoutes(core),
    jobRoutes(core),
    staticRuleRoutes(core),
    logRoutes(core),
    diskRoutes(core),
    customDomainRoutes(core),
    notificationRoutes(core),
    logStreamRoutes(core),
    projectRoutes(core),
    environmentRoutes(core),
    registryCredentialRoutes(core),
    dedicatedIpRoutes(core),
    metricsStreamRoutes(core),
    elsewhereRoutes(),
    snapshotRoutes(core),
    edgeCacheRoutes(core),
    metricRoutes(core),
    trafficMetricRoutes(core),
    storeMetricRoutes(core),
    eventRoutes(core),
    webhookRoutes(core),
    keyValueRoutes(core),
    postgresRoutes(core),
    postgresOperationRoutes(core),
    envGroupRoutes(core),
  ])
    app.route("/v1", routes);
  app.onError(answerErrors);
  app.notFound(parts.unknown.handler(app));
  return app;
}
