export interface Review {
  readonly id: number;
  readonly user: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  body: string;
  /** The head that was reviewed. */
  readonly commitId: string;
  readonly submittedAt: string;
}

/** A pull request. Its head is the branch's, until it is closed. */
export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  draft: boolean;
  readonly headRef: string;
  /** Full name of the fork that its branch is in; without one it is in the repository itself. */
  readonly fork?: string;
  baseRef: string;
  /** Where the head stood when it was last seen: the head of a closed one, whose branch may be gone. */
  headSha: string;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  merged?: { readonly at: string; readonly by: string; readonly sha: string; readonly baseSha: string };
  requestedReviewers: string[];
  requestedTeams: string[];
  labels: string[];
  readonly reviews: Map<number, Review>;
}

/** A comment in a pull request's conversation. */
export interface Comment {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  /** The app that wrote it, when it was one. */
  readonly appId?: number;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
}
