import type { HttpProbe } from "../http.ts";
import type { Verdict } from "../verdict.ts";
import type { Row } from "./gate-verdict.ts";

/** A time that is looked at: its start is included, its end is not. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** What a query gave. Numerics and bigints are numbers already; times are ISO 8601 text. */
export type SqlAnswer = { readonly rows: readonly Row[] } | Unmeasured | Misdeclared;

/** Nothing could be measured, through no fault of what was to be measured: no connection, no time, too much data. */
export interface Unmeasured {
  readonly unmeasured: string;
}

/** The gate itself is wrong: its query does not parse, or reads what it may not. A config error, never a verdict. */
export interface Misdeclared {
  readonly misdeclared: string;
}

export interface LogQuery extends Window {
  /** A line counts when it contains at least one of these. */
  readonly text: readonly string[];
  /** So many are as good as more: reading may end there. Default: all are counted. */
  readonly enough?: number;
}

/** How many lines matched, and some of them: oldest first, at most 20, cleaned for people. `more`: there are more of them. */
export type LogAnswer =
  | { readonly count: number; readonly lines: readonly string[]; readonly more?: true }
  | Unmeasured;

/** One series: what was used, in percent of the limit, at moments. */
export type MetricAnswer = { readonly points: readonly { readonly at: Date; readonly percent: number }[] } | Unmeasured;

export type ServiceRole = "api" | "worker" | "scheduler";

/** The ways to evidence. Each bounds its own time, and says what kept it from an answer instead of throwing. */
export interface Sources {
  /** One statement as the role that may only read the views of `cutover_gates`, in a read-only transaction (D6). */
  sql(
    query: string,
    window: Window,
    limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<SqlAnswer>;
  /** One request. `body` is the answer's JSON, where it was JSON. */
  http(
    target: "api" | "frontend",
    probe: Omit<HttpProbe, "request" | "name"> & {
      readonly request: Omit<HttpProbe["request"], "url"> & { readonly path: string };
    },
    signal: AbortSignal,
  ): Promise<{ readonly verdict: Verdict; readonly body: unknown }>;
  renderLogs(service: ServiceRole, query: LogQuery, signal: AbortSignal): Promise<LogAnswer>;
  renderMetrics(
    service: ServiceRole,
    metric: "cpu" | "memory",
    window: Window,
    signal: AbortSignal,
  ): Promise<MetricAnswer>;
  /** Of all production deployments that served in the window. */
  vercelLogs(query: LogQuery, signal: AbortSignal): Promise<LogAnswer>;
  /** Complaints recorded in the window. */
  complaints(window: Window): Promise<{ readonly count: number; readonly texts: readonly string[] } | Unmeasured>;
}
