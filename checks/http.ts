import type { ValidateFunction } from "ajv";
import { weekdayWarning } from "./http-date.ts";
import { ask, type HttpRequest } from "./http-exchange.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { requestLine } from "./request-text.ts";
import type { Verdict } from "./verdict.ts";

/** What a probe may use of the world: its network and its clock. */
export interface World {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Date;
}

/** A request and what its answer must be. */
export interface HttpProbe {
  readonly name: string;
  readonly request: HttpRequest;
  readonly expect: HttpExpectation;
  /** For the whole exchange, connecting and reading included. */
  readonly timeoutMs: number;
}

export interface HttpExpectation {
  /** Exactly this status. A redirect never passes, so 3xx makes no sense here (S0.6). */
  readonly status: number;
  /** Byte for byte; names in any case (S0.8). A repeated header counts as its values joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body is JSON and this schema allows it. */
  readonly body?: ValidateFunction;
  /** The longest that the exchange may take. */
  readonly maxDurationMs?: number;
}

/**
 * One request, judged by status, headers, JSON Schema of the body, and time.
 *
 * Redirects are not followed: a 3xx fails (S0.6). Without an answer, or with one too large to judge, the verdict is
 * inconclusive. No retries: the runner owns repetition and deadlines. Throws only when `signal` is aborted.
 */
export async function probeHttp(probe: HttpProbe, world: World, signal?: AbortSignal): Promise<Verdict> {
  return (await probeWithBody(probe, world, signal)).verdict;
}

/** The same, and the answer's body as text: empty without an answer. It is the vendor's or the app's word, not cleaned. */
export async function probeWithBody(
  probe: HttpProbe,
  { fetch, now }: World,
  signal?: AbortSignal,
): Promise<{ readonly verdict: Verdict; readonly text: string }> {
  const { name, request, expect, timeoutMs } = probe;
  const from = now();
  const answer = await ask(request, { fetch, timeoutMs, signal });
  signal?.throwIfAborted();
  const to = now();

  const unmeasured = "failure" in answer;
  const judged = unmeasured ? { differences: [], reason: answer.failure } : judgeAnswer(request, expect, answer);
  const { differences, reason } = judged;
  const first = differences.find(({ at }) => at !== "status");
  const inconclusive = reason !== undefined && differences.length === 0;
  const verdict: Verdict = {
    name,
    outcome: differences.length ? "fail" : inconclusive ? "inconclusive" : "pass",
    observed: unmeasured ? "no answer" : first ? `${answer.status}, ${first.at} ${first.observed}` : `${answer.status}`,
    expected: expectedOf(expect),
    differences,
    ...(inconclusive ? { reason } : {}),
    warnings: unmeasured ? [] : warningsOf(expect, answer.headers),
    sampleSize: unmeasured ? 0 : 1,
    window: { from, to },
    request: requestLine(request),
    at: to,
  };
  return { verdict, text: unmeasured ? "" : answer.text };
}

function expectedOf({ status, headers, body, maxDurationMs }: HttpExpectation): string {
  const parts = [`${status}`, ...Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`)];
  if (body) parts.push("a body as its schema says");
  if (maxDurationMs !== undefined) parts.push(`within ${maxDurationMs} ms`);
  return parts.join(", ");
}

const warningsOf = (expect: HttpExpectation, headers: Headers): string[] =>
  Object.keys(expect.headers).flatMap((name) => weekdayWarning(name.toLowerCase(), headers.get(name) ?? "") ?? []);
