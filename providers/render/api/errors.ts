import { UserError } from "../../protocol/errors.ts";

/** What was asked, without headers and body: neither the token nor an env value is in it. */
export interface AskedRequest {
  readonly method: string;
  /** Path below the base URL, without the query. */
  readonly path: string;
}

/** The parts of a `RenderApiError`; its message is made of the first three, one line each. */
export interface RenderFault {
  /** Stable, e.g. `RENDER_NAME_TAKEN`. */
  readonly code: string;
  readonly what: string;
  readonly where?: string | undefined;
  /** A command where there is one. */
  readonly fix?: string | undefined;
  readonly status?: number | undefined;
  /** The server's own words, plain text. */
  readonly serverMessage?: string | undefined;
  readonly requestId?: string | undefined;
  readonly request?: AskedRequest | undefined;
  /** The server may have done what was asked: the request left, but no usable answer came back. Default false. */
  readonly maybeDone?: boolean | undefined;
  /** Asking again may succeed. Default false. */
  readonly passing?: boolean | undefined;
  readonly cause?: unknown;
}

/** Something between us and the Render API went wrong. The message holds no token and no env value. */
export class RenderApiError extends UserError {
  readonly what: string;
  readonly where: string | undefined;
  readonly fix: string | undefined;
  readonly status: number | undefined;
  readonly serverMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly request: AskedRequest | undefined;
  readonly maybeDone: boolean;
  readonly passing: boolean;

  constructor(fault: RenderFault) {
    const lines = [`${fault.code}: ${fault.what}`];
    if (fault.where) lines.push(`  at ${fault.where}`);
    if (fault.fix) lines.push(`  fix: ${fault.fix}`);
    super(fault.code, lines.join("\n"), fault.cause === undefined ? undefined : { cause: fault.cause });
    this.name = "RenderApiError";
    this.what = fault.what;
    this.where = fault.where;
    this.fix = fault.fix;
    this.status = fault.status;
    this.serverMessage = fault.serverMessage;
    this.requestId = fault.requestId;
    this.request = fault.request;
    this.maybeDone = fault.maybeDone ?? false;
    this.passing = fault.passing ?? false;
  }
}

/** 404 and 410: what was asked for does not exist (any more). */
export const isGone = (error: unknown): boolean =>
  error instanceof RenderApiError && (error.status === 404 || error.status === 410);
