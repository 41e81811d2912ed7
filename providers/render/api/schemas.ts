import { z } from "zod";

/**
 * Answers of the API, as far as they are used: unknown members are dropped, and what some services, ages or states of a
 * resource leave out (or send as null) may be missing. Enumerations stay text, since new members are no error of ours.
 */
const text = z.string().nullish();

/** Commands are of a native runtime or of Docker; both forms are read as one. */
const RuntimeDetails = z.object({
  buildCommand: text,
  startCommand: text,
  dockerfilePath: text,
  dockerContext: text,
  dockerCommand: text,
  /** Sent as a member of `serviceDetails`, answered here. */
  preDeployCommand: text,
});

export const BuildFilter = z.object({
  paths: z.array(z.string()).nullish(),
  ignoredPaths: z.array(z.string()).nullish(),
});

/** What all kinds of service have; of a static site or cron job much is missing. */
const ServiceDetails = z.object({
  runtime: text,
  /** The older name of `runtime`. */
  env: text,
  envSpecificDetails: RuntimeDetails.nullish(),
  plan: text,
  region: text,
  numInstances: z.number().nullish(),
  autoscaling: z.object({ enabled: z.boolean().nullish() }).nullish(),
  healthCheckPath: text,
  preDeployCommand: text,
  maxShutdownDelaySeconds: z.number().nullish(),
  previews: z.object({ generation: text }).nullish(),
  pullRequestPreviewsEnabled: text,
  url: text,
  /** Of a cron job. */
  schedule: text,
});

export const Service = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  type: z.string(),
  slug: z.string(),
  dashboardUrl: z.string(),
  suspended: z.string(),
  autoDeploy: text,
  /** Missing in answers from before May 2025; `autoDeploy` says nearly the same. */
  autoDeployTrigger: text,
  repo: text,
  branch: text,
  rootDir: text,
  imagePath: text,
  registryCredential: z.object({ id: z.string() }).nullish(),
  /** `default`, `notify` or `ignore`; written by a call of its own. */
  notifyOnFail: text,
  buildFilter: BuildFilter.nullish(),
  serviceDetails: ServiceDetails,
});
export type Service = z.infer<typeof Service>;
export const ServiceEntry = z.object({ service: Service, cursor: z.string() });

export const ServiceAndDeploy = z.object({ service: Service, deployId: text });
export type ServiceAndDeploy = z.infer<typeof ServiceAndDeploy>;

export const Deploy = z.object({
  id: z.string(),
  /** The published description makes only `id` mandatory. */
  status: text.transform((status) => status ?? "created"),
  commit: z.object({ id: text, message: text }).nullish(),
  trigger: text,
  createdAt: text,
  startedAt: text,
  finishedAt: text,
});
export type Deploy = z.infer<typeof Deploy>;
export const DeployEntry = z.object({ deploy: Deploy, cursor: z.string() });

export const EnvVar = z.object({ key: z.string(), value: z.string() });
export const EnvVarEntry = z.object({ envVar: EnvVar, cursor: z.string() });

export const SecretFileEntry = z.object({
  secretFile: z.object({ name: z.string(), content: z.string() }),
  cursor: z.string(),
});

const LogLine = z.object({ id: z.string(), message: z.string(), timestamp: z.string() });
export const LogLines = z.object({
  logs: z.array(LogLine).nullish(),
  hasMore: z.boolean().nullish(),
  nextStartTime: text,
  nextEndTime: text,
});

/** One line of a chart. @see https://api-docs.render.com/reference/get-memory */
export const Series = z.object({
  labels: z.array(z.object({ field: z.string(), value: z.string() })).nullish(),
  unit: text,
  values: z.array(z.object({ timestamp: z.string(), value: z.number() })).nullish(),
});
export type Series = z.infer<typeof Series>;

/** Answers whose content nobody reads. */
export const Nothing = z.unknown();
