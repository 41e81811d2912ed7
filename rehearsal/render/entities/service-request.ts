import { z } from "zod";
import { EnvVarInputs } from "./env-var.ts";
import { SecretFileInputs } from "./secret-file.ts";
import { autoDeployTriggers, plans, previewGenerations, regions, runtimes } from "./settings.ts";

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const yesNo = z.enum(["yes", "no"]).nullish();

export const AutoscalingInput = z.strictObject({
  enabled: z.boolean(),
  min: z.int().min(1),
  max: z.int().min(1),
  criteria: z.strictObject({
    cpu: z.strictObject({ enabled: z.boolean(), percentage: z.int().min(1).max(100) }),
    memory: z.strictObject({ enabled: z.boolean(), percentage: z.int().min(1).max(100) }),
  }),
});

const common = {
  repo: z.url({ protocol: /^https$/, error: "expected an https URL of a repository" }).nullish(),
  branch: text,
  image: z.strictObject({ ownerId: text, registryCredentialId: text, imagePath: z.string() }).nullish(),
  autoDeploy: yesNo,
  autoDeployTrigger: z.enum(autoDeployTriggers).nullish(),
  buildFilter: z.strictObject({ paths: texts, ignoredPaths: texts }).nullish(),
  rootDir: text,
};

const commonDetails = {
  envSpecificDetails: z
    .strictObject({
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
  maintenanceMode: z.strictObject({ enabled: z.boolean(), uri: z.string() }).nullish(),
  plan: z.enum(plans).nullish(),
  preDeployCommand: text,
  pullRequestPreviewsEnabled: yesNo,
  previews: z.strictObject({ generation: z.enum(previewGenerations).nullish() }).nullish(),
  maxShutdownDelaySeconds: z.int().min(1).max(300).nullish(),
  renderSubdomainPolicy: z.enum(["enabled", "disabled"]).nullish(),
  ipAllowList: z.array(z.strictObject({ cidrBlock: z.string(), description: z.string() })).nullish(),
};

/** Body of `POST /services`, for web services. A field that the emulator does not know is refused, never dropped. */
export const ServicePost = z.strictObject({
  type: z.literal("web_service", { error: "the emulator has no services of this type, only web_service" }),
  name: z.string().regex(/[A-Za-z0-9]/, "must contain a letter or a digit"),
  ownerId: z.string().min(1),
  environmentId: text,
  envVars: EnvVarInputs,
  secretFiles: SecretFileInputs,
  ...common,
  serviceDetails: z.strictObject({
    ...commonDetails,
    runtime: z.enum(runtimes),
    env: z.enum(runtimes).nullish(),
    region: z.enum(regions).nullish(),
    numInstances: z.int().min(1).nullish(),
    autoscaling: AutoscalingInput.nullish(),
    disk: z.strictObject({ name: z.string(), mountPath: z.string(), sizeGB: z.int().min(1).default(1) }).nullish(),
  }),
});

/** Body of `PATCH /services/{id}`: what is left out stays, null returns to the default. */
export const ServicePatch = z.strictObject({
  name: z
    .string()
    .regex(/[A-Za-z0-9]/, "must contain a letter or a digit")
    .optional(),
  ...common,
  serviceDetails: z
    .strictObject({
      ...commonDetails,
      runtime: z.enum(runtimes).nullish(),
      cache: z.strictObject({ profile: z.string() }).nullish(),
    })
    .nullish(),
});

export type ServicePost = z.infer<typeof ServicePost>;
export type ServicePatch = z.infer<typeof ServicePatch>;
