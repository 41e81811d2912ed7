import { z } from "zod";

const column = z.int().min(1).optional();

/** A remark on lines of a file, which GitHub shows where a pull request shows the file. Columns are for one line only. */
export const Annotation = z
  .object({
    path: z.string().min(1),
    start_line: z.int().min(1),
    end_line: z.int().min(1),
    start_column: column,
    end_column: column,
    annotation_level: z.enum(["notice", "warning", "failure"]),
    message: z.string().min(1).max(65_536),
    title: z.string().max(255).optional(),
    raw_details: z.string().max(65_536).optional(),
  })
  .refine(({ start_line: start, end_line: end }) => start <= end, {
    path: ["end_line"],
    message: "end_line is before start_line",
  })
  .refine(
    ({ start_line: start, end_line: end, start_column: from, end_column: to }) =>
      start === end || (from ?? to) === undefined,
    {
      path: ["start_column"],
      message: "columns are for an annotation of one line",
    },
  );
export type Annotation = z.output<typeof Annotation>;

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
    annotations: readonly Annotation[];
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
