/** A check run as an app reports it. */
export interface CheckRun {
  readonly id: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  detailsUrl: string | null;
  externalId: string;
  output: {
    title: string | null;
    summary: string | null;
    text: string | null;
    annotations: readonly Readonly<Record<string, unknown>>[];
  };
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  /** The app that reported it, when it was one: a pinned check takes no other's word. */
  readonly appId?: number;
  readonly createdAt: string;
}
