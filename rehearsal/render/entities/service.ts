import type { CustomDomain } from "./custom-domain.ts";
import { mountedJson } from "./disk.ts";
import type { LogStream } from "./log-stream.ts";
import { type Moment, micros } from "./moment.ts";
import { type Notifications, notifyOnFail } from "./notifications.ts";
import type { Settings } from "./settings.ts";

/** A web service: the record the API answers with, and the values it keeps but never shows in it. */
export interface Service {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly createdAt: Moment;
  /** The host's first label; it stays when the service is renamed. */
  readonly slug: string;
  name: string;
  updatedAt: Moment;
  suspended: boolean;
  settings: Settings;
  readonly env: Map<string, string>;
  readonly secretFiles: Map<string, string>;
  /** By name. */
  readonly customDomains: Map<string, CustomDomain>;
  notifications: Notifications;
  /** Where its logs go instead of where the workspace sends them. */
  logStream: LogStream | undefined;
  /** The deploy whose instance has the traffic. */
  liveDeployId: string | undefined;
}

export const hostOf = (service: Service): string => `${service.slug}.onrender.com`;
export const urlOf = (service: Service): string => `https://${hostOf(service)}`;

/** Render's JSON of a service. POST answers print times to the nanosecond, all others to the microsecond. */
export function serviceJson(service: Service, time: (moment: Moment) => string = micros) {
  const { settings } = service;
  return {
    id: service.id,
    autoDeploy: settings.autoDeployTrigger === "off" ? "no" : "yes",
    autoDeployTrigger: settings.autoDeployTrigger,
    branch: settings.branch,
    buildFilter: settings.buildFilter,
    createdAt: time(service.createdAt),
    dashboardUrl: `https://dashboard.render.com/web/${service.id}`,
    imagePath: settings.imagePath,
    name: service.name,
    notifyOnFail: notifyOnFail(service.notifications),
    ownerId: service.ownerId,
    repo: settings.repo,
    rootDir: settings.rootDir,
    slug: service.slug,
    suspended: service.suspended ? "suspended" : "not_suspended",
    suspenders: service.suspended ? ["user"] : [],
    type: "web_service",
    updatedAt: time(service.updatedAt),
    serviceDetails: {
      autoscaling: settings.autoscaling,
      buildPlan: "starter",
      cache: settings.cache,
      disk: settings.disk && mountedJson(settings.disk),
      env: settings.runtime,
      envSpecificDetails: { ...runtimeDetails(settings), preDeployCommand: settings.preDeployCommand },
      healthCheckPath: settings.healthCheckPath,
      ipAllowList: settings.ipAllowList,
      maintenanceMode: settings.maintenanceMode,
      maxShutdownDelaySeconds: settings.maxShutdownDelaySeconds,
      numInstances: settings.numInstances,
      openPorts: [{ port: 10000, protocol: "TCP" }],
      plan: settings.plan,
      previews: { generation: settings.previews },
      pullRequestPreviewsEnabled: settings.pullRequestPreviews,
      region: settings.region,
      renderSubdomainPolicy: settings.renderSubdomainPolicy,
      runtime: settings.runtime,
      sshAddress: `${service.id}@ssh.${settings.region}.render.com`,
      url: urlOf(service),
    },
  };
}

function runtimeDetails({ runtime, ...settings }: Settings) {
  const { buildCommand, startCommand, dockerCommand, dockerContext, dockerfilePath } = settings;
  const container = runtime === "docker" || runtime === "image";
  return container ? { dockerCommand, dockerContext, dockerfilePath } : { buildCommand, startCommand };
}
