import * as pulumi from "@pulumi/pulumi";

const TOKEN = "render:index:WebService";

/** Inputs of `WebService`; the schema in `../resources/web-service.ts` checks them. */
export interface WebServiceArgs {
  /** Unique in the workspace. The URL is derived from it at creation and does not follow a rename. */
  name: pulumi.Input<string>;
  /** Workspace, `tea-…`. A change replaces the service. */
  ownerId: pulumi.Input<string>;
  /** `https://` address of the Git repository. */
  repo: pulumi.Input<string>;
  /** Default `main`. */
  branch?: pulumi.Input<string>;
  /** Folder of the repository that holds the service. Default: the repository's root. */
  rootDir?: pulumi.Input<string>;
  runtime: pulumi.Input<"docker" | "elixir" | "go" | "node" | "python" | "ruby" | "rust">;
  /** With every runtime but docker, which takes neither. */
  buildCommand?: pulumi.Input<string>;
  startCommand?: pulumi.Input<string>;
  /** Only with docker. Default `./Dockerfile`. */
  dockerfilePath?: pulumi.Input<string>;
  /** Only with docker. Default `.`. */
  dockerContext?: pulumi.Input<string>;
  /** Only with docker: replaces the image's command. */
  dockerCommand?: pulumi.Input<string>;
  /** Runs after the build and before the new version starts. */
  preDeployCommand?: pulumi.Input<string>;
  /** Default `starter`. */
  plan?: pulumi.Input<string>;
  /** Default `oregon`. A change replaces the service. */
  region?: pulumi.Input<"frankfurt" | "ohio" | "oregon" | "singapore" | "virginia">;
  /** 1 to 100, default 1. */
  numInstances?: pulumi.Input<number>;
  /** Starts with `/`; answered with 2xx or 3xx by a healthy instance. */
  healthCheckPath?: pulumi.Input<string>;
  /** What deploys a new commit by itself. Default `off`. */
  autoDeployTrigger?: pulumi.Input<"off" | "commit" | "checksPass">;
  /** 1 to 300 seconds, default 30. */
  maxShutdownDelaySeconds?: pulumi.Input<number>;
  /** Which commits auto-deploy looks at, as globs from the repository's root. */
  buildFilter?: pulumi.Input<{ paths?: pulumi.Input<string[]>; ignoredPaths?: pulumi.Input<string[]> }>;
  /** Service previews of pull requests. Default `off`. */
  previewGeneration?: pulumi.Input<"off" | "manual" | "automatic">;
  /** All environment variables; a key that stands only at Render is removed. Secret in state whatever is passed. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What a `WebService` has after an update beside its inputs. */
const outputs = [
  "serviceId",
  "url",
  "slug",
  "dashboardUrl",
  "deployId",
  "deployStatus",
  "commitId",
  "suspended",
] as const;

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
export class WebService extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly ownerId: pulumi.Output<string>;
  declare readonly repo: pulumi.Output<string>;
  declare readonly branch: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly plan: pulumi.Output<string>;
  declare readonly env: pulumi.Output<Record<string, string>>;
  /** `srv-…`, the same as `id`. */
  declare readonly serviceId: pulumi.Output<string>;
  /** Public address, `https://…onrender.com`, no trailing slash. */
  declare readonly url: pulumi.Output<string>;
  declare readonly slug: pulumi.Output<string>;
  declare readonly dashboardUrl: pulumi.Output<string>;
  /** The newest deploy, `dep-…`: unknown in a preview exactly when the update will deploy. */
  declare readonly deployId: pulumi.Output<string>;
  /** State of that deploy, e.g. `live`. */
  declare readonly deployStatus: pulumi.Output<string>;
  /** Commit of that deploy. */
  declare readonly commitId: pulumi.Output<string>;
  declare readonly suspended: pulumi.Output<boolean>;

  /** A service that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): WebService {
    return new WebService(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: WebServiceArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: WebServiceArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const computed = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const env = args?.env === undefined ? undefined : pulumi.secret(args.env);
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), "env"];
    // The engine asks no provider about `--replace` and the like; the successor would find its predecessor's name taken.
    super(TOKEN, name, { ...args, ...computed, env }, { ...opts, additionalSecretOutputs, deleteBeforeReplace: true });
  }
}
