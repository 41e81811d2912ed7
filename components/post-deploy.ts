import { Command } from "@pulumi/command/local/command.js";
import * as pulumi from "@pulumi/pulumi";
import { type SmokeCheck, secretsOf } from "../config/smoke-checks.ts";

export interface PostDeployArgs {
  checks: readonly SmokeCheck[];
  /** Base URL of what is checked, `https://…` without a trailing slash. */
  url: pulumi.Input<string>;
  /** Ids of what the checks cover; a change runs them again. */
  covers: pulumi.Input<string>[];
  /** The stack's secrets; only those that the checks name are handed over. */
  secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Lets the checks through Vercel's Deployment Protection; left out where what is checked is open. */
  bypass?: pulumi.Output<string>;
}

/** The secret of the bypass among those that checks name. */
const BYPASS = "VERCEL_PROTECTION_BYPASS";

/**
 * The smoke checks of one deployed thing. They run after each of its deploys, and when the checks themselves change, and
 * never else; a check that does not pass fails the update with what was observed and what was expected (S1.11).
 * The list names its secrets; their values travel beside it, encrypted in state.
 *
 * @example
 * new PostDeploy("api", { checks, url: backend.apiUrl, covers: backend.deployIds, secrets });
 */
export class PostDeploy extends pulumi.ComponentResource {
  constructor(name: string, args: PostDeployArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:PostDeploy", name, {}, opts);
    const { url, covers, bypass } = args;
    const checks = bypass ? args.checks.map(passing) : args.checks;
    const secrets = bypass ? { ...args.secrets, [BYPASS]: bypass } : args.secrets;
    const named = checks.flatMap(secretsOf);

    new Command(
      `${name}-smoke-checks`,
      {
        // Fixed text: what differs travels in the environment, never through a shell.
        create: "node cli/cutover.js smoke",
        environment: {
          CUTOVER_SMOKE_CHECKS: pulumi.jsonStringify(checks.map((check) => probeOf(check, url, covers))),
          ...(named.length > 0 && {
            CUTOVER_SMOKE_SECRETS: pulumi.secret(
              pulumi.jsonStringify(Object.fromEntries(named.map((secret) => [secret, secrets[secret]]))),
            ),
          }),
        },
        triggers: covers,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** A check whose request carries the bypass. @see https://vercel.com/docs/deployment-protection (read 2026-11) */
const passing = ({ request, ...check }: SmokeCheck): SmokeCheck => ({
  ...check,
  request: { ...request, headers: { ...request.headers, "x-vercel-protection-bypass": { secret: BYPASS } } },
});

/** A check as `cutover smoke` reads it: where it goes, and what it covers, for the operator who reads a failure. */
function probeOf(
  { target: _, request: { path, ...request }, afterwards, ...check }: SmokeCheck,
  url: pulumi.Input<string>,
  covers: pulumi.Input<string>[],
) {
  const { path: next, ...then } = afterwards ?? { path: undefined };
  return {
    ...check,
    url: pulumi.interpolate`${url}${path}`,
    covers,
    request,
    ...(next === undefined ? {} : { afterwards: { ...then, url: pulumi.interpolate`${url}${next}` } }),
  };
}
