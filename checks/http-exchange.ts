import { performance } from "node:perf_hooks";
import { remoteText } from "./remote-text.ts";
import { secretsOf } from "./request-text.ts";

/** A request as it is declared. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON, with its content type unless `headers` names another. */
  readonly json?: unknown;
  /** Values in it that must not be seen again, whatever they are named. */
  readonly secrets?: readonly string[];
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body went on after what was read. */
  readonly truncated: boolean;
  readonly durationMs: number;
}

export interface Exchange {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Larger bodies are not read to their end. */
export const LARGEST_BODY_BYTES = 1024 * 1024;

/** Sends one request without following redirects. What kept it from an answer is a result, not an exception. */
export async function ask(request: HttpRequest, exchange: Exchange): Promise<Answer | { readonly failure: string }> {
  const { fetch, timeoutMs, signal } = exchange;
  const timeout = AbortSignal.timeout(timeoutMs);
  const started = performance.now();
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: headersOf(request),
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const body = await readUpTo(response, LARGEST_BODY_BYTES);
    return { status: response.status, headers: response.headers, ...body, durationMs: performance.now() - started };
  } catch (thrown) {
    if (timeout.aborted) return { failure: `no answer within ${timeoutMs / 1000} s` };
    return { failure: remoteText(reasonOf(thrown), { secrets: secretsOf(request) }) };
  }
}

function headersOf({ headers, json }: HttpRequest): Headers {
  const all = new Headers(headers);
  if (json !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
  return all;
}

async function readUpTo(response: Response, largest: number): Promise<{ text: string; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream, which closes the connection.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largest) return { text: Buffer.concat(chunks).subarray(0, largest).toString("utf8"), truncated: true };
  }
  return { text: Buffer.concat(chunks).toString("utf8"), truncated: false };
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ENOTFOUND: "the host name does not resolve",
  EAI_AGAIN: "the host name does not resolve at the moment",
  UND_ERR_SOCKET: "the connection was closed before the answer was complete",
  CERT_HAS_EXPIRED: "the TLS certificate has expired",
};

/** The innermost cause: `fetch failed` alone says nothing. */
function reasonOf(thrown: unknown): string {
  let inner = thrown;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) inner = inner.errors[0];
  if (!(inner instanceof Error)) return String(inner);
  const code = "code" in inner && typeof inner.code === "string" ? inner.code : undefined;
  return code ? `${WORDS[code] ?? inner.message} (${code})` : inner.message;
}
