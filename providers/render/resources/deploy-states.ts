/** What a deploy's status means for the one who waits for it. */
export type DeployState = "running" | "live" | "superseded" | "failed";

/** What went wrong, per failed status, and what to do about it. */
const FAILURES: Readonly<Record<string, { readonly what: string; readonly fix: string }>> = {
  build_failed: {
    what: "the build failed",
    fix: "correct what the lines say and push (or correct the commands), then run pulumi up again",
  },
  pre_deploy_failed: {
    what: "the pre-deploy command failed; the version before it still serves",
    fix: "correct what the command says (what it did to the database stays done), then run pulumi up again",
  },
  update_failed: {
    what: "the new version did not start, or its health check was not answered with 2xx or 3xx in time; the version before it still serves",
    fix: "see in the lines why it does not start or is not healthy, correct it, then run pulumi up again",
  },
  canceled: {
    what: "the deploy was canceled; the version before it still serves",
    fix: "find out who or what canceled it in the service's events, then run pulumi up again",
  },
};

/**
 * `deactivated` is a deploy that was live and has been replaced since. Render's own CLI counts it as a success;
 * so do we, with a warning: the settings were rolled out, and the newer deploy was made of the same ones.
 * A status that is not known here is taken as on its way: new ones are steps, and the wait is limited anyway.
 */
export function deployStateOf(status: string): DeployState {
  if (status === "live") return "live";
  if (status === "deactivated") return "superseded";
  return Object.hasOwn(FAILURES, status) ? "failed" : "running";
}

/** One line on a failed status, without the deploy's id. */
export const failureOf = (status: string) =>
  FAILURES[status] ?? { what: `it ended as ${status}`, fix: "see the service's events, then run pulumi up again" };
