import type * as pulumi from "@pulumi/pulumi";
import { type InstanceServiceArgs, RenderService } from "./service.ts";

const TOKEN = "render:index:WebService";

/** Inputs of `WebService`. The URL is derived from the name at creation and does not follow a rename. */
export interface WebServiceArgs extends InstanceServiceArgs {
  /** Starts with `/`; answered with 2xx or 3xx by a healthy instance. */
  healthCheckPath?: pulumi.Input<string>;
}

/**
 * A public HTTP service on Render. Changing `region` or `ownerId` replaces it.
 * Its creation and updates are done when their own deploy is live, and fail with the log's last lines when it is not.
 *
 * @example
 * const api = new WebService("api", {
 *   name: "twin-brains-api",
 *   ownerId: "tea-…",
 *   repo: "https://github.com/acme-brains/twin-brains",
 *   runtime: "docker",
 *   healthCheckPath: "/health",
 *   env: { DEV_MODE: "false" },
 * });
 * export const url = api.url;
 */
export class WebService extends RenderService {
  /** Public address, `https://…onrender.com`, no trailing slash. */
  declare readonly url: pulumi.Output<string>;

  /** A service that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): WebService {
    return new WebService(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: WebServiceArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: WebServiceArgs | undefined, opts?: pulumi.CustomResourceOptions) {
    super(TOKEN, name, args, ["url"], opts);
  }
}
