import type { Deployment, Project } from "./entities.ts";

/** Header and query parameter that carry a project's bypass secret. */
const bypass = "x-vercel-protection-bypass";

/**
 * Deployment Protection: whether a request without a Vercel login may reach a deployment under this host name.
 * An exception opens one name. Standard Protection (the vendor's default) leaves only the project's production domains open.
 */
export function mayPass(
  request: Request,
  host: string,
  project: Project,
  deployment: Deployment,
  exception = false,
): boolean {
  const protection = project.settings.ssoProtection?.deploymentType;
  if (!protection) return true;
  const secret = request.headers.get(bypass) ?? new URL(request.url).searchParams.get(bypass);
  if (secret && project.protectionBypass.has(secret)) return true;
  if (exception) return true;
  if (protection === "all") return false;
  if (protection === "preview") return deployment.target === "production";
  const domain = project.domains.get(host);
  return Boolean(domain && !domain.gitBranch);
}
