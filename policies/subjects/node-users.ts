import type { WholeSubjects } from "../rule.ts";
import { type ConfigOfFrontend, type VercelProject, vercelProjects } from "./vercel-projects.ts";

/**
 * Projects on Vercel and their Node version. Looked at together only because time alone must refuse nothing on the way
 * down, which shows in the rollout beside them.
 */
export const nodeUsers: WholeSubjects<VercelProject & { readonly urn?: string }, ConfigOfFrontend> = {
  description: "projects on Vercel",
  types: vercelProjects.types,
  ofStack: (resources) =>
    resources.map((resource) => ({
      ...vercelProjects.ofResource(resource),
      ...(resource.urn ? { urn: resource.urn } : {}),
    })),
  ofConfig: (config) => vercelProjects.ofConfig(config),
};
