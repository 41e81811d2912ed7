import type { z } from "zod";
import { UserError } from "../../providers/protocol/errors.ts";
import { vendorToken } from "../../providers/protocol/vendor-token.ts";
import { vendorUrl } from "../../providers/protocol/vendor-url.ts";
import { patiently } from "./patiently.ts";
import { jsonOf, refusal, type Told, unreachable, unreadable, VercelApiError } from "./vercel-error.ts";

/**
 * One call. Of its answer only what `answer` names is read. The vendor's SDK is not used for it: it would take 0.3 s to load
 * in every preview, refuses answers over fields that nobody needs here, and lacks fields of requests that are needed.
 */
export interface Question<Answer> {
  /** What is asked for, in words: `read the project twin-brains`. */
  readonly what: string;
  /** Default GET. */
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its version; see `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  readonly signal?: AbortSignal | undefined;
}

/** A path whose values are escaped: path`/v9/projects/${name}`. */
export const path = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

export interface VercelApiOptions {
  readonly token: string | undefined;
  /** Default Vercel's own; else a loopback one. */
  readonly baseUrl?: string | undefined;
  /** `team_…`; undefined is the token's own account. */
  readonly team: string | undefined;
  /** For errors: the project as people know it. */
  readonly project: string;
}

const ATTEMPT_MS = 20_000;

/** Vercel's API for one team. Every attempt ends within 20 s; reads are repeated on 429, 5xx and lost connections. */
export class VercelApi {
  readonly #token: string;
  readonly #baseUrl: string;
  readonly #team: string | undefined;
  readonly #where: string;

  /** @throws UserError for a missing token or an address that may not have it */
  constructor({ token, baseUrl, team, project }: VercelApiOptions) {
    this.#baseUrl = baseUrlOf(baseUrl);
    this.#token = tokenOf(token);
    this.#team = team;
    this.#where = `project ${project}${team ? ` of ${team}` : ""} at ${new URL(this.#baseUrl).host}`;
  }

  get where(): string {
    return this.#where;
  }

  /** @throws VercelApiError; when the signal aborts, its reason */
  async read<Answer>(question: Question<Answer>): Promise<Answer> {
    return patiently(() => this.write(question), question.signal);
  }

  /** As `read`; undefined where Vercel has no such thing. */
  async find<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    return this.read(question).catch((error: unknown) => {
      if (error instanceof VercelApiError && error.status === 404) return undefined;
      throw error;
    });
  }

  /** Sent once: whether to repeat a change is the caller's decision. */
  async write<Answer>({ what, method, path, query, body, answer, signal }: Question<Answer>): Promise<Answer> {
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(ATTEMPT_MS);
    const told = await this.#told(this.#url(path, query), {
      method: method ?? "GET",
      headers: { ...this.#authorization(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw unreachable(what, this.#where, error, [this.#token]);
    });
    if (told.status >= 400) throw refusal(told, what, this.#where, [this.#token]);
    const json = jsonOf(told.text);
    const parsed = answer.safeParse(json);
    if (!parsed.success) throw unreadable(what, this.#where, parsed.error, json === undefined);
    return parsed.data;
  }

  async #told(url: URL, request: RequestInit): Promise<Told> {
    const answer = await fetch(url, request);
    return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
  }

  /** An answer that is read as it comes. The caller bounds how long that takes. */
  async stream(path: string, what: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
    const open = async () => {
      const answer = await fetch(this.#url(path), { headers: this.#authorization(), signal }).catch(
        (error: unknown) => {
          throw signal.aborted ? signal.reason : unreachable(what, this.#where, error, [this.#token]);
        },
      );
      if (answer.ok) return answer.body;
      const told = { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
      throw refusal(told, what, this.#where, [this.#token]);
    };
    return patiently(open, signal);
  }

  #url(path: string, query: Question<never>["query"] = {}): URL {
    const url = new URL(`${this.#baseUrl}${path}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, `${value}`);
    if (this.#team !== undefined) url.searchParams.set("teamId", this.#team);
    return url;
  }

  readonly #authorization = () => ({ authorization: `Bearer ${this.#token}` });
}

const baseUrlOf = (given: string | undefined): string =>
  vendorUrl(given, {
    name: "VERCEL",
    own: "https://api.vercel.com",
    loopback: "http://127.0.0.1:4020",
    at: "VERCEL_BASE_URL",
    fix: "unset VERCEL_BASE_URL",
  });

/** @throws UserError that never shows what was given */
function tokenOf(given: string | undefined): string {
  const token = vendorToken(given);
  if (token !== undefined) return token;
  throw new UserError(
    "VERCEL_API_TOKEN_MISSING",
    [
      `VERCEL_API_TOKEN_MISSING: ${!given?.trim() ? "no token for Vercel is set" : "the token for Vercel has spaces or characters that no token has"}`,
      "  at VERCEL_API_TOKEN",
      "  fix: make a token at https://vercel.com/account/settings/tokens, then export VERCEL_API_TOKEN=…",
    ].join("\n"),
  );
}
