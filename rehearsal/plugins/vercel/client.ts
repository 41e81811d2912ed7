import { VercelCore } from "@vercel/sdk/core.js";
import { teamsGetTeam } from "@vercel/sdk/funcs/teamsGetTeam.js";
import type { RequestOptions } from "@vercel/sdk/lib/sdks.js";
import { VercelError } from "@vercel/sdk/models/vercelerror.js";
import type { Result } from "@vercel/sdk/types/fp.js";
import retry from "p-retry";
import { z } from "zod";
import { UserError } from "../../../providers/protocol/errors.ts";

/** A function of the vendor's SDK. */
type Operation<Request, Value> = (
  core: VercelCore,
  request: Request,
  options?: RequestOptions,
) => PromiseLike<Result<Value, Error>>;

/** Waits as the real plugin does on 429, and on nothing else: a repeated create could make a second thing. */
const retries = {
  retries: {
    strategy: "backoff",
    backoff: { initialInterval: 500, maxInterval: 10_000, exponent: 2, maxElapsedTime: 60_000 },
    retryConnectionErrors: false,
  },
  retryCodes: ["429"],
} as const satisfies RequestOptions;

/** Vercel's API inside one world: the vendor's SDK, and the two calls of the real plugin that the SDK lacks. */
export class VercelClient {
  readonly #core: VercelCore;
  readonly #baseUrl: string;
  readonly #token: string;
  /** The provider's own team; a resource's `teamId` goes before it. */
  readonly teamId: string | undefined;

  constructor(baseUrl: string, token: string, teamId: string | undefined) {
    this.#baseUrl = baseUrl;
    this.#token = token;
    this.#core = new VercelCore({ bearerToken: token, serverURL: baseUrl });
    this.teamId = teamId;
  }

  /** The `teamId` of a request; without any team it is the token's own account. */
  scope(teamId: string | undefined): { teamId?: string } {
    const id = teamId ?? this.teamId;
    return id === undefined ? {} : { teamId: id };
  }

  /** Throws a `UserError` with the vendor's code and message when the answer is not a success. */
  async ask<Request, Value>(
    operation: Operation<Request, Value>,
    request: Request,
    signal?: AbortSignal,
  ): Promise<Value> {
    const result = await this.#send(operation, request, signal);
    if (!result.ok) throw toldBy(result.error);
    return result.value;
  }

  /** As `ask`; undefined when Vercel does not have it. */
  async find<Request, Value>(
    operation: Operation<Request, Value>,
    request: Request,
    signal?: AbortSignal,
  ): Promise<Value | undefined> {
    const result = await this.#send(operation, request, signal);
    if (result.ok) return result.value;
    if (result.error instanceof VercelError && result.error.statusCode === 404) return undefined;
    throw toldBy(result.error);
  }

  /** A call, or a field of one, that the SDK has not. @returns the answer's JSON */
  async raw(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    teamId: string | undefined,
    body: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const url = new URL(path, this.#baseUrl);
    const { teamId: team } = this.scope(teamId);
    if (team) url.searchParams.set("teamId", team);
    const send = async () => {
      const answer = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal,
      });
      const text = await answer.text();
      if (!answer.ok) throw refused(answer.status, text);
      return jsonOf(text);
    };
    const shouldRetry = ({ error }: { error: unknown }) => codeOf(error) === "RATE_LIMITED";
    return retry(send, { retries: 3, minTimeout: 500, maxTimeout: 10_000, signal, shouldRetry });
  }

  #send<Request, Value>(operation: Operation<Request, Value>, request: Request, signal?: AbortSignal) {
    return operation(this.#core, request, signal ? { ...retries, fetchOptions: { signal } } : retries);
  }
}

/** The id of the team that the provider's configuration names by slug or id, as the real plugin asks for it at configure. */
export async function teamIdOf(client: VercelClient, team: string): Promise<string> {
  const found = await client.find(teamsGetTeam, { teamId: team });
  if (found) return found.id;
  throw new UserError(
    "VERCEL_TEAM_NOT_FOUND",
    `The team ${JSON.stringify(team)} does not exist, or the token may not use it.\n` +
      "  at the provider's configuration: vercel:team\n" +
      "  fix: pulumi config set vercel:team <slug or id of a team of yours>",
  );
}

const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** What an error of the API is called: the vendor's own code, such as `ENV_CONFLICT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof UserError ? error.code.replace(/^VERCEL_/, "") : undefined;
}

function toldBy(error: Error): Error {
  if (error instanceof VercelError && error.statusCode >= 400) return refused(error.statusCode, error.body);
  if (error.name === "RequestAbortedError")
    return new UserError("VERCEL_ABORTED", "Stopped while waiting for Vercel", { cause: error });
  return new UserError("VERCEL_UNREADABLE", `Vercel could not be asked: ${error.message}`, { cause: error });
}

function refused(status: number, body: string): UserError {
  const parsed = ErrorBody.safeParse(jsonOf(body));
  if (!parsed.success) return new UserError("VERCEL_ERROR", `Vercel answered ${status} without saying why`);
  const { code, message } = parsed.data.error;
  return new UserError(`VERCEL_${code.toUpperCase()}`, `Vercel answered ${status} ${code}: ${message}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
