import { z } from "zod";
import { unsupported } from "../unsupported.ts";
import { type FieldName, fieldSchemas, vendorsFieldSchemas } from "./project-fields.ts";
import { protectionNames } from "./project-forms.ts";

const Authentication = z.strictObject({ deploymentType: z.enum([...protectionNames, "none"]) });
const Repository = z.strictObject({
  type: z.literal("github", { error: "only github is supported by the rehearsal's stand-in for the vercel plugin" }),
  repo: z.string().regex(/^[^/\s]+\/[^/\s]+$/, "is not of the form owner/name"),
  productionBranch: z.string().min(1).optional(),
  deployHooks: unsupported,
});
const GitProviderOptions = z.strictObject({
  createDeployments: z.boolean().optional(),
  gitCommitStatus: z.boolean().optional(),
  repositoryDispatchEvents: z.boolean().optional(),
  requireVerifiedCommits: z.boolean().optional(),
  consolidatedGitCommitStatus: unsupported,
});

/** Properties of `vercel.Project`. */
export const ProjectInputs = z.strictObject({
  ...fieldSchemas,
  name: z
    .string({ error: "is required" })
    .min(1)
    .max(52)
    .regex(/^[a-z0-9-]+$/, "can only contain lowercase letters, digits and hyphens"),
  teamId: z.string().min(1).optional(),
  gitRepository: Repository.optional(),
  gitProviderOptions: GitProviderOptions.optional(),
  vercelAuthentication: Authentication.optional(),
  buildMachineType: unsupported,
  environments: unsupported,
  onDemandConcurrentBuilds: unsupported,
  previewComments: unsupported,
  publicSource: unsupported,
  serverlessFunctionRegion: unsupported,
  trustedSources: unsupported,
});
export type ProjectInputs = z.output<typeof ProjectInputs>;

/** What the vendor decides where the program does not. */
export const ProjectState = z.object({
  ...vendorsFieldSchemas,
  teamId: z.string().optional(),
  gitProviderOptions: GitProviderOptions.optional(),
  vercelAuthentication: Authentication,
});

/** A project as it stands: that, and what it has only where a program declared it. */
export type LiveProject = z.output<typeof ProjectState> & Pick<ProjectInputs, FieldName | "gitRepository">;
