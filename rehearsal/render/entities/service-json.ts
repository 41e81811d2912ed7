import { mountedJson } from "./disk.ts";
import { micros } from "./moment.ts";
import { notifyOnFail } from "./notifications.ts";
import { type RegistryCredential, registryCredentialJson } from "./registry-credential.ts";
import { internalHostOf, type Service, urlOf } from "./service.ts";
import { traitsOf } from "./service-type.ts";
import type { Settings } from "./settings.ts";

/** Render's JSON of a service. */
export function serviceJson(service: Service) {
  const { settings } = service;
  return {
    id: service.id,
    autoDeploy: settings.autoDeployTrigger === "off" ? "no" : "yes",
    autoDeployTrigger: settings.autoDeployTrigger,
    branch: settings.branch,
    buildFilter: settings.buildFilter,
    createdAt: micros(service.createdAt),
    dashboardUrl: `https://dashboard.render.com/${traitsOf(service.type).short}/${service.id}`,
    environmentId: service.environmentId,
    imagePath: settings.imagePath,
    name: service.name,
    notifyOnFail: notifyOnFail(service.notifications),
    ownerId: service.ownerId,
    registryCredential: settings.registryCredential && summaryJson(settings.registryCredential),
    repo: settings.repo,
    rootDir: settings.rootDir,
    serviceDetails: detailsJson(service),
    slug: service.slug,
    suspended: service.suspended ? "suspended" : "not_suspended",
    suspenders: service.suspended ? ["user"] : [],
    type: service.type,
    updatedAt: micros(service.updatedAt),
  };
}

/** The member `serviceDetails` of a service, which has another form for each kind. */
function detailsJson(service: Service): Record<string, unknown> {
  const { settings, type } = service;
  const { short, process } = traitsOf(type);
  return {
    ...(process === "files" ? siteJson(settings) : runtimeJson(settings)),
    ...(process === "serves" || process === "stays" ? scaledJson(service) : {}),
    ...(process === "serves" ? { openPorts: [{ port: 10000, protocol: "TCP" }] } : {}),
    ...(short === "web" || short === "static"
      ? {
          ipAllowList: settings.ipAllowList,
          renderSubdomainPolicy: settings.renderSubdomainPolicy,
          url: urlOf(service),
        }
      : {}),
    ...(short === "web" ? webJson(settings) : {}),
    ...(short === "pserv" ? { url: `${internalHostOf(service)}:10000` } : {}),
    ...(short === "cron" ? scheduleJson(service) : {}),
    buildPlan: "starter",
    parentServer: service.parent,
  };
}

const siteJson = (settings: Settings) => ({
  buildCommand: settings.buildCommand,
  publishPath: settings.publishPath,
  ...previewsJson(settings),
});

const previewsJson = ({ previews, pullRequestPreviews }: Settings) => ({
  previews: { generation: previews },
  pullRequestPreviewsEnabled: pullRequestPreviews,
});

const summaryJson = ({ id, name }: RegistryCredential) => ({ id, name });

const runtimeJson = (settings: Settings) => ({
  env: settings.runtime,
  envSpecificDetails: {
    ...commandsJson(settings),
    preDeployCommand: settings.preDeployCommand,
    registryCredential:
      settings.runtime === "docker" && settings.registryCredential
        ? registryCredentialJson(settings.registryCredential)
        : undefined,
  },
  plan: settings.plan,
  region: settings.region,
  runtime: settings.runtime,
});

const scaledJson = ({ id, settings }: Service) => ({
  autoscaling: settings.autoscaling,
  disk: settings.disk && mountedJson(settings.disk),
  maxShutdownDelaySeconds: settings.maxShutdownDelaySeconds,
  numInstances: settings.numInstances,
  sshAddress: `${id}@ssh.${settings.region}.render.com`,
  ...previewsJson(settings),
});

const webJson = ({ cache, healthCheckPath, maintenanceMode, plan }: Settings) => ({
  cache,
  healthCheckPath,
  // The free plan has no maintenance mode.
  maintenanceMode: plan === "free" ? undefined : maintenanceMode,
});

const scheduleJson = ({ settings, lastSuccessfulRunAt }: Service) => ({
  schedule: settings.schedule,
  lastSuccessfulRunAt: lastSuccessfulRunAt === undefined ? undefined : micros(lastSuccessfulRunAt),
});

function commandsJson({ runtime, ...settings }: Settings) {
  const { buildCommand, startCommand, dockerCommand, dockerContext, dockerfilePath } = settings;
  const container = runtime === "docker" || runtime === "image";
  return container ? { dockerCommand, dockerContext, dockerfilePath } : { buildCommand, startCommand };
}
