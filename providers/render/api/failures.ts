import { z } from "zod";
import { type AskedRequest, RenderApiError } from "./errors.ts";
import { plainText } from "./plain-text.ts";
import { jsonOf, type Received } from "./received.ts";

/** Connections that were never made, so nothing was sent. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const ErrorBody = z.object({ message: z.string() });

/** Per status: the code and what the user can do about it. */
const KNOWN: Readonly<Record<number, { readonly code: string; readonly fix: string }>> = {
  400: { code: "RENDER_BAD_REQUEST", fix: "change the input that Render's message names" },
  401: {
    code: "RENDER_UNAUTHORIZED",
    fix: "set RENDER_API_KEY to a key that is valid now; keys are made at https://dashboard.render.com/settings#api-keys",
  },
  402: { code: "RENDER_PAYMENT_REQUIRED", fix: "add a payment method to the workspace, or choose another plan" },
  403: { code: "RENDER_FORBIDDEN", fix: "use an API key of a user who may do this in the workspace" },
  404: { code: "RENDER_NOT_FOUND", fix: "pulumi refresh" },
  409: { code: "RENDER_CONFLICT", fix: "change the input that Render's message names" },
  410: { code: "RENDER_GONE", fix: "pulumi refresh" },
  429: { code: "RENDER_RATE_LIMITED", fix: "wait and run the same command again" },
};
const TROUBLE = { code: "RENDER_UNAVAILABLE", fix: "see https://status.render.com and run the same command again" };
const OTHER = { code: "RENDER_REFUSED", fix: "change the input that Render's message names" };

/** The error of an answer other than 2xx. */
export function refusal(request: AskedRequest, received: Received, hide: (text: string) => string): RenderApiError {
  const { status, headers, text } = received;
  const known = KNOWN[status] ?? (status >= 500 ? TROUBLE : OTHER);
  const body = ErrorBody.safeParse(jsonOf(text).value);
  const serverMessage = body.success ? plainText(hide(body.data.message)) : undefined;
  const requestId = headers.get("render-request-id") ?? undefined;
  // Also those of the network in front of Render (520 to 530). Not implemented stays so.
  const unsettled = status === 408 || (status >= 500 && status !== 501);
  return new RenderApiError({
    ...known,
    what: `${request.method} ${request.path} was answered with ${status}${serverMessage ? `: ${serverMessage}` : ""}`,
    where: whereOf(requestId),
    status,
    serverMessage,
    requestId,
    request,
    passing: status === 429 || unsettled,
    maybeDone: unsettled,
  });
}

/** The error of a request without an answer: no connection, a reset, a time-out. */
export function unreachable(
  request: AskedRequest,
  baseUrl: string,
  cause: unknown,
  hide: (text: string) => string,
): RenderApiError {
  const reason = reasonOf(cause);
  return new RenderApiError({
    code: "RENDER_UNREACHABLE",
    what: `${request.method} ${request.path} got no answer from ${baseUrl}: ${plainText(hide(reason.text))}`,
    where: "the connection to the Render API",
    fix: "see that the network is up and https://status.render.com is green, and run the same command again",
    request,
    passing: true,
    maybeDone: !NOT_SENT.has(reason.code),
  });
}

/** A 2xx answer that is not what the API describes; its values are not shown. */
export function unexpectedAnswer(
  request: AskedRequest,
  received: Received,
  error: z.ZodError | undefined,
): RenderApiError {
  const requestId = received.headers.get("render-request-id") ?? undefined;
  const faults = error?.issues.map((issue) => `${issue.path.join(".") || "the body"}: ${issue.code}`).slice(0, 5) ?? [];
  return new RenderApiError({
    code: "RENDER_UNEXPECTED_ANSWER",
    what: `${request.method} ${request.path} was answered with ${received.status} but not as the API describes (${faults.join("; ") || "not JSON"})`,
    where: whereOf(requestId),
    fix: "see that nothing between here and Render rewrites answers (a proxy's login page); else report this as a bug",
    status: received.status,
    requestId,
    request,
    maybeDone: true,
  });
}

const whereOf = (requestId: string | undefined) =>
  `the Render API${requestId ? `, request ${plainText(requestId, 100)}` : ""}`;

function reasonOf(error: unknown): { readonly code: string; readonly text: string } {
  if (!(error instanceof Error)) return { code: "", text: String(error) };
  if (error.name === "TimeoutError") return { code: "TIMEOUT", text: "no answer in time" };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (!code && error.cause) return reasonOf(error.cause);
  return { code, text: error.message || code };
}
