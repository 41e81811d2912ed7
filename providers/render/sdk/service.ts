import * as pulumi from "@pulumi/pulumi";

/** Inputs of every service that Render builds from a Git repository or runs from an image; the schemas in `../resources/` check them. */
export interface ServiceArgs {
  /** Unique in the workspace. */
  name: pulumi.Input<string>;
  /** Workspace, `tea-…`. A change replaces the service. */
  ownerId: pulumi.Input<string>;
  /** `https://` address of the Git repository; not with runtime image. */
  repo?: pulumi.Input<string>;
  /** Default `main`. */
  branch?: pulumi.Input<string>;
  /** Folder of the repository that holds the service. Default: the repository's root. */
  rootDir?: pulumi.Input<string>;
  runtime: pulumi.Input<"docker" | "elixir" | "go" | "image" | "node" | "python" | "ruby" | "rust">;
  /** Only with runtime image: what a registry has, by digest or tag, and the credential `rgc-…` where it is private. */
  image?: pulumi.Input<{ path: pulumi.Input<string>; registryCredentialId?: pulumi.Input<string> }>;
  /** With every language runtime; docker and image take neither. */
  buildCommand?: pulumi.Input<string>;
  startCommand?: pulumi.Input<string>;
  /** Only with docker. Default `./Dockerfile`. */
  dockerfilePath?: pulumi.Input<string>;
  /** Only with docker. Default `.`. */
  dockerContext?: pulumi.Input<string>;
  /** Only with docker and image: replaces the image's command. */
  dockerCommand?: pulumi.Input<string>;
  /** Default `starter`. */
  plan?: pulumi.Input<string>;
  /** Default `oregon`. A change replaces the service. */
  region?: pulumi.Input<"frankfurt" | "ohio" | "oregon" | "singapore" | "virginia">;
  /** What deploys a new commit by itself. Default `off`. */
  autoDeployTrigger?: pulumi.Input<"off" | "commit" | "checksPass">;
  /** Which commits auto-deploy looks at, as globs from the repository's root. */
  buildFilter?: pulumi.Input<{ paths?: pulumi.Input<string[]>; ignoredPaths?: pulumi.Input<string[]> }>;
  /** All environment variables of its own; a key that stands only at Render is removed. Secret in state whatever is passed. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** All secret files of its own, content by name; left out, those at Render stay. Secret in state whatever is passed. */
  secretFiles?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Ids of the env groups it is linked to, `evg-…`; left out, its links stay. Linked before the first deploy that counts. */
  envGroups?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether somebody is told of a failed deploy; `default` is as the workspace says. Left out, it stays as it is. */
  notifyOnFail?: pulumi.Input<"default" | "notify" | "ignore">;
  /** Whether it is suspended; left out, it stays as it is. */
  suspended?: pulumi.Input<boolean>;
}

/** Inputs of the services that have instances: web services and workers. */
export interface InstanceServiceArgs extends ServiceArgs {
  /** Runs after the build and before the new version starts. */
  preDeployCommand?: pulumi.Input<string>;
  /** 1 to 100, default 1. */
  numInstances?: pulumi.Input<number>;
  /** 1 to 300 seconds, default 30. */
  maxShutdownDelaySeconds?: pulumi.Input<number>;
  /** Service previews of pull requests. Default `off`. */
  previewGeneration?: pulumi.Input<"off" | "manual" | "automatic">;
}

/** What every service has after an update beside its inputs. */
const outputs = ["serviceId", "slug", "dashboardUrl", "deployId", "deployStatus", "commitId", "suspended"];
const secretInputs = ["env", "secretFiles"] as const;

/**
 * What the classes of all kinds of service share. A service that is adopted (resource option `import`) is protected as long
 * as the option stands, unless `protect: false` says otherwise.
 */
export abstract class RenderService extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly ownerId: pulumi.Output<string>;
  declare readonly repo: pulumi.Output<string | undefined>;
  declare readonly branch: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly plan: pulumi.Output<string>;
  declare readonly env: pulumi.Output<Record<string, string>>;
  /** `srv-…` (`crn-…` of a cron job), the same as `id`. */
  declare readonly serviceId: pulumi.Output<string>;
  declare readonly slug: pulumi.Output<string>;
  declare readonly dashboardUrl: pulumi.Output<string>;
  /** The newest deploy, `dep-…`: unknown in a preview exactly when the update will deploy. */
  declare readonly deployId: pulumi.Output<string>;
  /** State of that deploy, e.g. `live`. */
  declare readonly deployStatus: pulumi.Output<string>;
  /** Commit of that deploy. */
  declare readonly commitId: pulumi.Output<string>;
  declare readonly suspended: pulumi.Output<boolean>;

  /** @param own outputs that only this kind of service has. */
  constructor(
    token: string,
    name: string,
    args: ServiceArgs | undefined,
    own: readonly string[],
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const computed = Object.fromEntries([...outputs, ...own].map((output) => [output, undefined]));
    const secrets = secretInputs.map((key) => [key, args?.[key] === undefined ? undefined : secretValues(args[key])]);
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), ...secretInputs];
    const props = { ...computed, ...args, ...Object.fromEntries(secrets) };
    // What is adopted differs from the program at first, and must not be replaced or deleted over that.
    const protect = opts.protect ?? (opts.import === undefined ? undefined : true);
    // The engine asks no provider about `--replace` and the like; the successor would find its predecessor's name taken.
    const options = { ...opts, additionalSecretOutputs, deleteBeforeReplace: true };
    super(token, name, props, protect === undefined ? options : { ...options, protect });
  }
}

/**
 * Marks each value by itself: of a map that is secret as a whole, one value that a preview cannot know would make all of
 * it unknown, and no policy could judge the others.
 */
function secretValues(
  values: pulumi.Input<Record<string, pulumi.Input<string>>>,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  if (pulumi.Output.isInstance(values) || values instanceof Promise) return pulumi.secret(values);
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, pulumi.secret(value)]));
}
