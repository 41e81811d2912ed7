import * as pulumi from "@pulumi/pulumi";

const TOKEN = "release:index:ProtectionBypass";

/** Inputs of `ProtectionBypass`. */
export interface ProtectionBypassArgs {
  /** Vercel team, `team_…`. Default: the token's own account. */
  teamId?: string;
  projectId: pulumi.Input<string>;
}

/**
 * A secret that lets the stack's own checks reach a staged deployment, whose address Vercel closes to strangers by default.
 *
 * @example
 * const bypass = new ProtectionBypass("bypass", { teamId, projectId });
 * new PostDeploy("staged", { checks, url, covers, secrets, bypass: bypass.secret });
 */
export class ProtectionBypass extends pulumi.CustomResource {
  /** For the header `x-vercel-protection-bypass`. Secret. */
  declare readonly secret: pulumi.Output<string>;

  constructor(name: string, args: ProtectionBypassArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(TOKEN, name, { secret: undefined, ...args }, { ...opts, additionalSecretOutputs: ["secret"] });
  }
}
