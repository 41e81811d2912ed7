import { z } from "zod";
import { EnvCreate } from "./env-variables.ts";

const command = z.string().max(256).nullish();

const ResourceConfig = z.strictObject({
  fluid: z.boolean().optional(),
  functionDefaultRegions: z.array(z.string()).min(1).optional(),
  functionDefaultTimeout: z.number().int().min(1).max(900).optional(),
  functionDefaultMemoryType: z.enum(["standard_legacy", "standard", "performance"]).optional(),
  elasticConcurrencyEnabled: z.boolean().optional(),
  buildMachineType: z
    .enum(["", "standard", "enhanced", "turbo"])
    .transform((type) => (type === "" ? null : type))
    .nullish(),
  buildMachineSelection: z.enum(["fixed", "elastic"]).optional(),
});

/** Whom Deployment Protection lets in: `null` is everybody. */
const SsoProtection = z.strictObject({
  deploymentType: z.enum(["all", "all_except_custom_domains", "preview", "prod_deployment_urls_and_all_previews"]),
});
const PasswordProtection = SsoProtection.extend({ password: z.string().nullish() });
const TrustedIps = z.strictObject({
  deploymentType: z.enum([
    "all",
    "all_except_custom_domains",
    "preview",
    "production",
    "prod_deployment_urls_and_all_previews",
  ]),
  addresses: z.array(z.strictObject({ value: z.string(), note: z.string().optional() })).min(1),
  protectionMode: z.enum(["additional", "exclusive"]),
});

const shared = {
  framework: z.string().nullish(),
  buildCommand: command,
  devCommand: command,
  installCommand: command,
  outputDirectory: command,
  rootDirectory: command,
  commandForIgnoringBuildStep: command,
  enableAffectedProjectsDeployments: z.boolean().optional(),
  enablePreviewFeedback: z.boolean().nullish(),
  enableProductionFeedback: z.boolean().nullish(),
  /** Older clients still send it; it does nothing. */
  publicSource: z.boolean().nullish(),
  oidcTokenConfig: z
    .strictObject({ enabled: z.boolean().optional(), issuerMode: z.enum(["team", "global"]).optional() })
    .nullish()
    .transform((given) => given ?? undefined),
  previewDeploymentSuffix: z.string().nullish(),
  previewDeploymentsDisabled: z.boolean().nullish(),
  resourceConfig: ResourceConfig.optional(),
  /** The old name of `resourceConfig.functionDefaultRegions`, for one region. */
  serverlessFunctionRegion: z.string().nullish(),
  ssoProtection: SsoProtection.nullish(),
};

/** What a project has besides its name, its repository and its variables; a field that is not here is a 400. */
export const ProjectPatch = z.strictObject({
  ...shared,
  autoAssignCustomDomains: z.boolean().optional(),
  autoExposeSystemEnvs: z.boolean().optional(),
  customerSupportCodeVisibility: z.boolean().optional(),
  directoryListing: z.boolean().optional(),
  gitComments: z.strictObject({ onCommit: z.boolean(), onPullRequest: z.boolean() }).nullish(),
  gitForkProtection: z.boolean().optional(),
  gitLFS: z.boolean().optional(),
  gitProviderOptions: z
    .strictObject({
      createDeployments: z.enum(["enabled", "disabled"]).optional(),
      requireVerifiedCommits: z.boolean().optional(),
      disableRepositoryDispatchEvents: z.boolean().optional(),
      gitCommitStatus: z.boolean().optional(),
      consolidatedGitCommitStatus: z.strictObject({ enabled: z.boolean(), propagateFailures: z.boolean() }).nullish(),
    })
    .optional(),
  name: z.string().optional(),
  nodeVersion: z.enum(["10.x", "12.x", "14.x", "16.x", "18.x", "20.x", "22.x", "24.x"]).optional(),
  optionsAllowlist: z.strictObject({ paths: z.array(z.strictObject({ value: z.string().startsWith("/") })) }).nullish(),
  /** The password does not come back. */
  passwordProtection: PasswordProtection.transform(({ password: _, ...told }) => told).nullish(),
  productionDeploymentsFastLane: z.boolean().optional(),
  protectedSourcemaps: z.boolean().optional(),
  serverlessFunctionZeroConfigFailover: z.boolean().optional(),
  skewProtectionMaxAge: z.number().int().min(0).optional(),
  sourceFilesOutsideRootDirectory: z.boolean().optional(),
  trustedIps: TrustedIps.nullish(),
  trustedSources: z.record(z.string(), z.unknown()).nullish(),
});

/** A repository that a project is connected to; groups of GitLab may be nested. */
export const GitRepository = z.strictObject({
  type: z.enum(["github", "gitlab", "bitbucket"]),
  repo: z.string().regex(/^[^/\s]+(\/[^/\s]+)+$/),
});

/** The body of a create. */
export const ProjectCreate = z.strictObject({
  ...shared,
  name: z.string(),
  gitRepository: GitRepository.optional(),
  environmentVariables: z.array(EnvCreate).default([]),
});

type Patch = z.output<typeof ProjectPatch>;
type Always = "autoAssignCustomDomains" | "autoExposeSystemEnvs" | "nodeVersion";

/** What a request changes of them. */
export type SettingsChange = Omit<Patch, "name" | "publicSource">;

export type ProjectSettings = Omit<SettingsChange, "serverlessFunctionRegion" | Always> & {
  [K in Always]: NonNullable<Patch[K]>;
};

/** A new project's settings, as the vendor sets them: Standard Protection included, which asks for a login on every generated URL. */
export const newProjectSettings: ProjectSettings = {
  autoAssignCustomDomains: true,
  autoExposeSystemEnvs: true,
  buildCommand: null,
  commandForIgnoringBuildStep: null,
  customerSupportCodeVisibility: false,
  devCommand: null,
  directoryListing: false,
  enableAffectedProjectsDeployments: true,
  framework: null,
  gitComments: { onCommit: false, onPullRequest: true },
  gitForkProtection: true,
  gitLFS: false,
  installCommand: null,
  nodeVersion: "24.x",
  oidcTokenConfig: { enabled: true, issuerMode: "team" },
  outputDirectory: null,
  productionDeploymentsFastLane: true,
  protectedSourcemaps: true,
  resourceConfig: { fluid: true, functionDefaultRegions: ["iad1"], functionDefaultTimeout: 300 },
  rootDirectory: null,
  serverlessFunctionZeroConfigFailover: false,
  skewProtectionMaxAge: 0,
  sourceFilesOutsideRootDirectory: true,
  ssoProtection: { deploymentType: "all_except_custom_domains" },
};

/** Names the vendor allows. */
export const ProjectName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9._-]+$/, "can only contain lowercase letters, digits, and the characters '.', '_' and '-'")
  .refine((name) => !name.includes("---"), "cannot contain the sequence '---'");
