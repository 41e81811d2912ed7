import { z } from "zod";
import { DiskInput } from "./disk.ts";
import { EnvVarInputs } from "./env-var.ts";
import { isSchedule } from "./schedule.ts";
import { SecretFileInputs } from "./secret-file.ts";
import { serviceTypes } from "./service-type.ts";
import { autoDeployTriggers, plans, previewGenerations, regions, runtimes } from "./settings.ts";
import { HeaderInputs, RouteInputs } from "./static-rules.ts";

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const yesNo = z.enum(["yes", "no"]).nullish();

export const AutoscalingInput = z.object({
  enabled: z.boolean(),
  min: z.int().min(1),
  max: z.int().min(1),
  criteria: z.object({
    cpu: z.object({ enabled: z.boolean(), percentage: z.int().min(1).max(100) }),
    memory: z.object({ enabled: z.boolean(), percentage: z.int().min(1).max(100) }),
  }),
});

const common = {
  repo: z.url({ protocol: /^https$/, error: "expected an https URL of a repository" }).nullish(),
  branch: text,
  image: z.object({ ownerId: text, registryCredentialId: text, imagePath: z.string() }).nullish(),
  autoDeploy: yesNo,
  autoDeployTrigger: z.enum(autoDeployTriggers).nullish(),
  buildFilter: z.object({ paths: texts, ignoredPaths: texts }).nullish(),
  rootDir: text,
};

const commonDetails = {
  envSpecificDetails: z
    .object({
      buildCommand: text,
      startCommand: text,
      dockerCommand: text,
      dockerContext: text,
      dockerfilePath: text,
      registryCredentialId: text,
    })
    .nullish(),
  healthCheckPath: z
    .string()
    .regex(/^(\/|$)/, 'must start with "/"')
    .nullish(),
  maintenanceMode: z.object({ enabled: z.boolean(), uri: z.string() }).nullish(),
  plan: z.enum(plans).nullish(),
  preDeployCommand: text,
  pullRequestPreviewsEnabled: yesNo,
  previews: z.object({ generation: z.enum(previewGenerations).nullish() }).nullish(),
  maxShutdownDelaySeconds: z.int().min(1).max(300).nullish(),
  renderSubdomainPolicy: z.enum(["enabled", "disabled"]).nullish(),
  ipAllowList: z.array(z.object({ cidrBlock: z.string(), description: z.string() })).nullish(),
  schedule: z.string().refine(isSchedule, "expected a cron expression of five fields").nullish(),
  buildCommand: text,
  publishPath: text,
};

/**
 * Body of `POST /services`. Fields that the API does not describe, or not for this type of service, are ignored;
 * `serviceDetails.env` is the older name of `runtime`.
 */
export const ServicePost = z.object({
  type: z.enum(serviceTypes),
  name: z.string().regex(/[A-Za-z0-9]/, "must contain a letter or a digit"),
  ownerId: z.string().min(1),
  environmentId: text,
  envVars: EnvVarInputs,
  secretFiles: SecretFileInputs,
  ...common,
  serviceDetails: z
    .object({
      ...commonDetails,
      runtime: z.enum(runtimes).nullish(),
      env: z.enum(runtimes).nullish(),
      region: z.enum(regions).nullish(),
      numInstances: z.int().min(1).nullish(),
      autoscaling: AutoscalingInput.nullish(),
      disk: DiskInput.nullish(),
      headers: HeaderInputs,
      routes: RouteInputs,
    })
    .default({}),
});

/**
 * Body of `PATCH /services/{id}`: what is left out stays, null returns to the default. What has a call of its own
 * (instances, env vars, disk) or is fixed at creation (region, type) is ignored, as any field that it does not describe.
 */
export const ServicePatch = z.object({
  name: z
    .string()
    .regex(/[A-Za-z0-9]/, "must contain a letter or a digit")
    .nullish(),
  ...common,
  serviceDetails: z
    .object({
      ...commonDetails,
      runtime: z.enum(runtimes).nullish(),
      cache: z.object({ profile: z.string() }).nullish(),
    })
    .nullish(),
});

/** Body of `POST /services/{id}/preview`. */
export const PreviewPost = z.object({ imagePath: z.string(), name: text, plan: z.enum(plans).nullish() });

export type ServicePost = z.infer<typeof ServicePost>;
export type ServicePatch = z.infer<typeof ServicePatch>;
