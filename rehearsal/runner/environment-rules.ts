import { matchesGlob } from "node:path/posix";
import type { Environment } from "../github/entities/environment.ts";

/** What a job asks an environment for. */
export interface Entry {
  /** The run's: `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** Whoever approved this deployment. */
  readonly approvedBy?: string | undefined;
}

/** Why an environment does not let a job in, in GitHub's words; undefined where it does. One that nobody made protects nothing. */
export function refusalOfEntry(environment: Environment | undefined, { ref, approvedBy }: Entry): string | undefined {
  if (!environment) return undefined;
  const { name, deploymentBranchPolicy: policy, branchPolicies, reviewers } = environment;
  const branch = ref.replace(/^refs\/heads\//, "");
  const admitted = [...branchPolicies.values()].some(({ name: pattern }) => matchesGlob(branch, pattern));
  if (policy?.custom_branch_policies && !admitted)
    return `Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`;
  if (reviewers.length > 0 && approvedBy === undefined) return `${name} waits for a review of this deployment.`;
  return undefined;
}
