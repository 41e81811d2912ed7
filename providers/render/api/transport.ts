import pRetry from "p-retry";
import type { z } from "zod";
import { type AskedRequest, RenderApiError } from "./errors.ts";
import { refusal, unexpectedAnswer, unreachable } from "./failures.ts";
import { type Asker, bucketOf, Limiter, LONGEST_LIMIT_WAIT_MS } from "./limiter.ts";
import { redactor } from "./plain-text.ts";
import { jsonOf, type Received } from "./received.ts";

/** One call of the API. */
export interface Question<Answer> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, made by `pathOf`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** What a good answer looks like; an answer without a body is `undefined`. */
  readonly answer: z.ZodType<Answer>;
  /** Asking twice does the same as asking once. Default: everything but POST (a PATCH here sets values, so it is). */
  readonly repeatable?: boolean;
  /** Values that must not come back in a message, e.g. env values of the body. */
  readonly secrets?: readonly string[];
}

export interface TransportOptions {
  /** Called for each request; throws where there is none, so that what asks nothing (a preview) needs none. */
  readonly token: () => string;
  /** From `baseUrlOf`. */
  readonly baseUrl: string;
  /** Name and version of the program, for Render's logs. */
  readonly userAgent: string;
  /** For one attempt. Default 30 s. */
  readonly attemptTimeoutMs?: number;
  /** Attempts after the first for 5xx and broken connections. Default 5; refusals by rate limit do not count. */
  readonly retries?: number;
  /** Before the first repeat, doubled each time up to 8 s. Default 250 ms. */
  readonly firstDelayMs?: number;
}

/** A path of fixed words and escaped values; `.` and `..` are refused, as they would address something else. */
export function pathOf(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((path, part, index) => {
    const value = values[index - 1] ?? "";
    if (value === "" || value === "." || value === "..") throw new RangeError("a path needs a value that is a name");
    return path + encodeURIComponent(value) + part;
  });
}

/** Sends requests to the API: one token, the process's limiter, repeats where repeating is safe, answers parsed. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limiter: Limiter;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limiter = Limiter.of(options.baseUrl);
  }

  /** @throws RenderApiError; when `asker.signal` aborts, its reason. */
  async ask<Answer>(question: Question<Answer>, asker: Asker = {}): Promise<Answer> {
    const request: AskedRequest = { method: question.method, path: question.path };
    const deadline = performance.now() + LONGEST_LIMIT_WAIT_MS;
    const repeatable = question.repeatable ?? question.method !== "POST";
    return pRetry(() => this.#attempt(question, request, asker, deadline), {
      retries: this.#options.retries ?? 5,
      minTimeout: this.#options.firstDelayMs ?? 250,
      maxTimeout: 8_000,
      randomize: true,
      ...(asker.signal && { signal: asker.signal }),
      // A refusal did nothing and says itself how long to wait; the limiter does so before the next attempt.
      shouldConsumeRetry: ({ error }) => !(isPassing(error) && error.status === 429),
      shouldRetry: ({ error }) => isPassing(error) && (repeatable || !error.maybeDone),
    });
  }

  async #attempt<Answer>(
    question: Question<Answer>,
    request: AskedRequest,
    asker: Asker,
    deadline: number,
  ): Promise<Answer> {
    const bucket = bucketOf(question.method, question.path);
    await this.#limiter.free(bucket, asker, deadline);
    const token = this.#options.token();
    const hide = redactor([token, ...(question.secrets ?? [])]);
    const received = await this.#exchange(question, token, asker).catch((cause: unknown) => {
      throw unreachable(request, this.#options.baseUrl, cause, hide);
    });
    this.#limiter.learn(bucket, received.status, received.headers);
    if (received.status < 200 || received.status > 299) throw refusal(request, received, hide);
    const body = jsonOf(received.text);
    const parsed = question.answer.safeParse(body.value);
    if (body.broken || !parsed.success)
      throw unexpectedAnswer(request, received, body.broken ? undefined : parsed.error);
    return parsed.data;
  }

  /** The body is text made anew for each attempt, so a repeated request is never sent with a spent one. */
  async #exchange(question: Question<unknown>, token: string, asker: Asker): Promise<Received> {
    const { baseUrl, userAgent, attemptTimeoutMs = 30_000 } = this.#options;
    const timeout = AbortSignal.timeout(attemptTimeoutMs);
    const body = question.body === undefined ? undefined : JSON.stringify(question.body);
    const response = await fetch(`${baseUrl}${question.path}${queryOf(question.query)}`, {
      method: question.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "user-agent": userAgent,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
      // A redirect could lead the token to another host.
      redirect: "manual",
      signal: asker.signal ? AbortSignal.any([asker.signal, timeout]) : timeout,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

const isPassing = (error: unknown): error is RenderApiError => error instanceof RenderApiError && error.passing;

/** Lists are joined by commas, as the API wants them. */
function queryOf(query: Question<unknown>["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, Array.isArray(value) ? value.join(",") : String(value));
  return search.size > 0 ? `?${search}` : "";
}
