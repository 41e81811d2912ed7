import { UpdateProjectFramework } from "@vercel/sdk/models/updateprojectdefinitions.js";
import { z } from "zod";
import { protectionNames, skewPeriods } from "./project-forms.ts";

const text = z.string().min(1).optional();
const on = z.boolean().optional();

const ResourceConfig = z.strictObject({
  fluid: on,
  functionDefaultCpuType: z.enum(["standard_legacy", "standard", "performance"]).optional(),
  functionDefaultRegions: z.array(z.string()).min(1).optional(),
  functionDefaultTimeout: z.int().min(1).max(900).optional(),
});
const PasswordProtection = z.strictObject({ deploymentType: z.enum(protectionNames), password: z.string().min(1) });
const TrustedIps = z.strictObject({
  addresses: z.array(z.strictObject({ value: z.string(), note: z.string().max(20).optional() })).min(1),
  deploymentType: z.enum([...protectionNames, "only_production_deployments"]),
  protectionMode: z.enum(["trusted_ip_required", "trusted_ip_optional"]).optional(),
});

/** Frameworks the vendor knows, as both its API and the real plugin check them. */
export const Framework = z.enum(UpdateProjectFramework);

/**
 * Properties that are one field of the API each: the Pulumi name, the field, the values, and whether leaving the
 * property out clears the field (texts) or leaves it to the vendor (switches).
 */
export const projectFields = {
  autoAssignCustomDomains: { field: "autoAssignCustomDomains", schema: on, clears: false },
  automaticallyExposeSystemEnvironmentVariables: { field: "autoExposeSystemEnvs", schema: on, clears: false },
  buildCommand: { field: "buildCommand", schema: text, clears: true },
  customerSuccessCodeVisibility: { field: "customerSupportCodeVisibility", schema: on, clears: false },
  devCommand: { field: "devCommand", schema: text, clears: true },
  directoryListing: { field: "directoryListing", schema: on, clears: false },
  enableAffectedProjectsDeployments: { field: "enableAffectedProjectsDeployments", schema: on, clears: false },
  framework: { field: "framework", schema: Framework.optional(), clears: true },
  functionFailover: { field: "serverlessFunctionZeroConfigFailover", schema: on, clears: false },
  gitForkProtection: { field: "gitForkProtection", schema: on, clears: false },
  gitLfs: { field: "gitLFS", schema: on, clears: false },
  ignoreCommand: { field: "commandForIgnoringBuildStep", schema: text, clears: true },
  installCommand: { field: "installCommand", schema: text, clears: true },
  nodeVersion: { field: "nodeVersion", schema: z.enum(["18.x", "20.x", "22.x", "24.x"]).optional(), clears: false },
  outputDirectory: { field: "outputDirectory", schema: text, clears: true },
  enablePreviewFeedback: { field: "enablePreviewFeedback", schema: on, clears: true },
  enableProductionFeedback: { field: "enableProductionFeedback", schema: on, clears: true },
  gitComments: {
    field: "gitComments",
    schema: z.strictObject({ onCommit: z.boolean(), onPullRequest: z.boolean() }).optional(),
    clears: false,
  },
  oidcTokenConfig: {
    field: "oidcTokenConfig",
    schema: z.strictObject({ issuerMode: z.enum(["team", "global"]).optional() }).optional(),
    clears: false,
  },
  optionsAllowlist: {
    field: "optionsAllowlist",
    schema: z.strictObject({ paths: z.array(z.strictObject({ value: z.string().startsWith("/") })).min(1) }).optional(),
    clears: true,
  },
  passwordProtection: { field: "passwordProtection", schema: PasswordProtection.optional(), clears: true },
  previewDeploymentSuffix: { field: "previewDeploymentSuffix", schema: text, clears: true },
  previewDeploymentsDisabled: { field: "previewDeploymentsDisabled", schema: on, clears: false },
  prioritiseProductionBuilds: { field: "productionDeploymentsFastLane", schema: on, clears: false },
  protectedSourcemaps: { field: "protectedSourcemaps", schema: on, clears: false },
  resourceConfig: { field: "resourceConfig", schema: ResourceConfig.optional(), clears: false },
  rootDirectory: { field: "rootDirectory", schema: text, clears: true },
  skewProtection: { field: "skewProtectionMaxAge", schema: z.enum(skewPeriods).optional(), clears: true },
  trustedIps: { field: "trustedIps", schema: TrustedIps.optional(), clears: true },
} as const;

type Fields = typeof projectFields;
export type FieldName = keyof Fields;
export const fieldNames = Object.keys(projectFields) as FieldName[];

type ClearedName = { [Name in FieldName]: Fields[Name]["clears"] extends true ? Name : never }[FieldName];

/** The schemas of `projectFields`, for an object schema. */
export const fieldSchemas = Object.fromEntries(fieldNames.map((name) => [name, projectFields[name].schema])) as {
  [Name in FieldName]: Fields[Name]["schema"];
};

/** Of these, the fields that the vendor fills in where the program leaves them out. */
export const vendorsFieldSchemas = Object.fromEntries(
  Object.entries(fieldSchemas).filter(([name]) => !projectFields[name as FieldName].clears),
) as Omit<typeof fieldSchemas, ClearedName>;
