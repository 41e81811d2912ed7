import { UpdateProjectFramework } from "@vercel/sdk/models/updateprojectdefinitions.js";
import { z } from "zod";

const text = z.string().min(1).optional();
const on = z.boolean().optional();

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
  previewDeploymentsDisabled: { field: "previewDeploymentsDisabled", schema: on, clears: false },
  prioritiseProductionBuilds: { field: "productionDeploymentsFastLane", schema: on, clears: false },
  protectedSourcemaps: { field: "protectedSourcemaps", schema: on, clears: false },
  rootDirectory: { field: "rootDirectory", schema: text, clears: true },
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
