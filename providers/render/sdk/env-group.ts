import * as pulumi from "@pulumi/pulumi";

const TOKEN = "render:index:EnvGroup";

/** Inputs of `EnvGroup`; the schema in `../resources/env-group.ts` checks them. */
export interface EnvGroupArgs {
  name: pulumi.Input<string>;
  /** Workspace, `tea-…`. A change replaces the group. */
  ownerId: pulumi.Input<string>;
  /** All environment variables; a key that stands only at Render is removed. Secret in state whatever is passed. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** All secret files, contents by name. Secret in state whatever is passed. */
  secretFiles?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Environment that holds it, `evm-…`. Default: none. */
  environmentId?: pulumi.Input<string>;
}

/**
 * Environment variables and secret files that several services share. A service is linked by its own input `envGroups`; a
 * changed value reaches it with its next deploy.
 *
 * @example
 * const shared = new EnvGroup("shared", { name: "twin-brains-shared", ownerId: "tea-…", env: { LOG_LEVEL: "info" } });
 * new WebService("api", { …, envGroups: [shared.envGroupId] });
 */
export class EnvGroup extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly ownerId: pulumi.Output<string>;
  declare readonly env: pulumi.Output<Record<string, string>>;
  declare readonly secretFiles: pulumi.Output<Record<string, string>>;
  /** `evg-…`, the same as `id`. */
  declare readonly envGroupId: pulumi.Output<string>;

  /** A group that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): EnvGroup {
    return new EnvGroup(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: EnvGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: EnvGroupArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const secret = <T>(value: T | undefined) => (value === undefined ? undefined : pulumi.secret(value));
    const inputs = { ...args, env: secret(args?.env), secretFiles: secret(args?.secretFiles), envGroupId: undefined };
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), "env", "secretFiles"];
    // Its name can be given to the successor only when the predecessor is gone.
    super(TOKEN, name, inputs, { ...opts, additionalSecretOutputs, deleteBeforeReplace: true });
  }
}
