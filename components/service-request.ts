import type { Deploys } from "../config/app.ts";
import type { WebServiceConfig } from "../config/web-service.ts";

/** What services of every kind have in config; what only one kind has passes through. */
export interface DeclaredService extends Partial<Pick<WebServiceConfig, "rootDirectory" | "autoDeploy" | "instances">> {
  name: string;
  runtime: WebServiceConfig["runtime"];
  startCommand?: string;
  dockerCommand?: string;
  adopt?: string;
}

/** Config's names for Render's. Who deploys follows from the stack; a service may only say which kind of push counts. */
export function requestOf<Service extends DeclaredService>(
  { rootDirectory, instances, autoDeploy, startCommand, dockerCommand, adopt: _, ...same }: Service,
  deploys: Deploys,
) {
  // A Docker service starts with its image's command; another one replaces it.
  const command = same.runtime === "docker" ? "dockerCommand" : "startCommand";
  const start = startCommand ?? dockerCommand;
  return {
    ...same,
    ...(start === undefined ? {} : { [command]: start }),
    autoDeployTrigger: deploys === "vendor" ? (autoDeploy ?? ("checksPass" as const)) : ("off" as const),
    ...(rootDirectory === undefined ? {} : { rootDir: rootDirectory }),
    ...(instances === undefined ? {} : { numInstances: instances }),
  };
}
