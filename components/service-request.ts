import type { AppConfig, Deploys } from "../config/app.ts";
import type { AutoDeploy, ImageConfig } from "../config/service-fields.ts";
import type { WebServiceConfig } from "../config/web-service.ts";

/** What services of every kind have in config; what only one kind has passes through. */
export interface DeclaredService extends Partial<Pick<WebServiceConfig, "instances">> {
  name: string;
  runtime: WebServiceConfig["runtime"];
  rootDirectory?: string;
  autoDeploy?: AutoDeploy;
  image?: ImageConfig;
  startCommand?: string;
  dockerCommand?: string;
  adopt?: string;
}

/** Config's names for Render's. Who deploys follows from the stack; a service may only say which kind of push counts. */
export function requestOf<Service extends DeclaredService>(
  { rootDirectory, instances, autoDeploy, startCommand, dockerCommand, image, adopt: _, ...same }: Service,
  deploys: Deploys,
  { repository, branch }: Pick<AppConfig, "repository" | "branch">,
) {
  const { runtime } = same;
  // A container starts with its image's command; another one replaces it.
  const command = runtime === "docker" || runtime === "image" ? "dockerCommand" : "startCommand";
  const start = startCommand ?? dockerCommand;
  const autoDeployTrigger = deploys === "vendor" ? (autoDeploy ?? ("checksPass" as const)) : ("off" as const);
  return {
    ...same,
    ...(start === undefined ? {} : { [command]: start }),
    // No push deploys an image: Render has nothing of the repository.
    ...(image ? { image: imageOf(image) } : { repo: repository, branch, autoDeployTrigger }),
    ...(rootDirectory === undefined ? {} : { rootDir: rootDirectory }),
    ...(instances === undefined ? {} : { numInstances: instances }),
  };
}

const imageOf = ({ path, registryCredential }: ImageConfig) => ({
  path,
  ...(registryCredential === undefined ? {} : { registryCredentialId: registryCredential }),
});
