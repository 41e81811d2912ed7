/** A label that issues and pull requests may carry. */
export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** An SSH key that may read or write one repository. */
export interface DeployKey {
  readonly id: number;
  readonly title: string;
  readonly key: string;
  readonly readOnly: boolean;
  readonly createdAt: string;
}

/** An issue; pull requests share its numbers. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: string | null;
  labels: string[];
  assignees: string[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

/** A reference that becomes a link, as GitHub answers it. */
export interface Autolink {
  readonly id: number;
  readonly key_prefix: string;
  readonly url_template: string;
  readonly is_alphanumeric: boolean;
}

/** What workflows of a repository may do. */
export interface ActionsSettings {
  enabled: boolean;
  allowedActions: "all" | "local_only" | "selected";
  selected: { github_owned_allowed: boolean; verified_allowed: boolean; patterns_allowed: string[] };
  tokenPermissions: "read" | "write";
  mayApprovePulls: boolean;
  accessLevel: "none" | "user" | "organization";
}
