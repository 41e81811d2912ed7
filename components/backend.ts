import * as pulumi from "@pulumi/pulumi";
import type { AppConfig } from "../config/app.ts";
import type { ServiceConfig } from "../config/services.ts";
import { WebService } from "../providers/render/sdk/web-service.ts";

export interface BackendArgs {
  app: AppConfig;
  /** Render workspace, `tea-…`. */
  owner: string;
  api: ServiceConfig;
  env: Record<string, pulumi.Input<string>>;
}

/**
 * The services on Render that share one env baseline; so far the API (S1.1, S1.9).
 *
 * @example
 * const backend = new Backend("backend", { app, owner: "tea-…", api: services.api, env: { DEV_MODE: "false" } });
 * export const apiUrl = backend.apiUrl;
 */
export class Backend extends pulumi.ComponentResource {
  /** `https://…`, no trailing slash. */
  declare readonly apiUrl: pulumi.Output<string>;
  declare readonly apiId: pulumi.Output<string>;
  /** The deploy that serves now; changes exactly when the API was deployed. */
  declare readonly apiDeployId: pulumi.Output<string>;

  constructor(name: string, { app, owner, api, env }: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Backend", name, {}, opts);

    const service = new WebService(
      "api",
      { ...requestOf(api), ownerId: owner, repo: app.repository, branch: app.branch, env },
      { parent: this },
    );

    this.apiUrl = service.url;
    this.apiId = service.id;
    this.apiDeployId = service.deployId;
    this.registerOutputs({ apiUrl: this.apiUrl, apiId: this.apiId, apiDeployId: this.apiDeployId });
  }
}

/** Config's names for Render's. */
function requestOf({ rootDirectory, instances, autoDeploy, ...same }: ServiceConfig) {
  return {
    ...same,
    autoDeployTrigger: autoDeploy,
    ...(rootDirectory === undefined ? {} : { rootDir: rootDirectory }),
    ...(instances === undefined ? {} : { numInstances: instances }),
  };
}
