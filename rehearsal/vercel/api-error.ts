import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer in the vendor's error shape: `{error: {code, message, …}}`. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: ContentfulStatusCode, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.details = details;
  }

  get body(): { error: Record<string, unknown> } {
    return { error: { code: this.code, message: this.message, ...this.details } };
  }
}

export const badRequest = (message: string, details?: Record<string, unknown>): ApiError =>
  new ApiError(400, "bad_request", message, details);

export const forbidden = (message = "Not authorized", details?: Record<string, unknown>): ApiError =>
  new ApiError(403, "forbidden", message, details);

export const notFound = (message = "The requested resource was not found"): ApiError =>
  new ApiError(404, "not_found", message);
