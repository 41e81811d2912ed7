import type { NamedValue, PublicKey } from "./repository.ts";

export interface Reviewer {
  readonly type: "User" | "Team";
  readonly id: number;
}

export interface BranchPolicy {
  readonly id: number;
  name: string;
  readonly type: "branch" | "tag";
}

/** A deployment environment with what protects it. */
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  updatedAt: string;
  waitTimer: number;
  preventSelfReview: boolean;
  canAdminsBypass: boolean;
  reviewers: readonly Reviewer[];
  deploymentBranchPolicy: { readonly protected_branches: boolean; readonly custom_branch_policies: boolean } | null;
  readonly branchPolicies: Map<number, BranchPolicy>;
  /** Ids of the protection rules that its settings amount to; they stay while a rule does. */
  readonly ruleIds: { wait_timer: number; required_reviewers: number; branch_policy: number };
  readonly variables: Map<string, NamedValue>;
  readonly secrets: Map<string, NamedValue>;
  readonly publicKey: PublicKey;
}
