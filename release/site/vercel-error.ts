import { z } from "zod";
import { remoteText } from "../../checks/remote-text.ts";
import { UserError } from "../../providers/protocol/errors.ts";

/** Vercel refused, failed, or could not be asked. The message has three lines and never a token. */
export class VercelApiError extends UserError {
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined;
  /** Asking again may succeed. */
  readonly passing: boolean;
  /** How long Vercel asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor({ code, what, where, fix, ...facts }: VercelFault) {
    super(code, [`${code}: ${what}`, `  at ${where}`, `  fix: ${fix}`].join("\n"), { cause: facts.cause });
    this.name = "VercelApiError";
    this.status = facts.status;
    this.passing = facts.passing ?? false;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

interface VercelFault {
  readonly code: string;
  readonly what: string;
  /** Project and team, as people know them. */
  readonly where: string;
  readonly fix: string;
  readonly status?: number;
  readonly passing?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** What an answer said, before it is judged. */
export interface Told {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

const Refusal = z.object({ error: z.object({ code: z.string().optional(), message: z.string() }) });

/** An answer that is no success. `what` was asked, in words; `secrets` must not come back in what Vercel says. */
export function refusal(told: Told, what: string, where: string, secrets: readonly string[]): VercelApiError {
  const { status, text, retryAfter } = told;
  const said = Refusal.safeParse(jsonOf(text)).data?.error;
  const words = said ? `: ${remoteText(said.message, { secrets })}` : "";
  const code = said?.code ? ` ${remoteText(said.code, { secrets, longest: 60 })}` : "";
  return new VercelApiError({
    ...kindOf(status),
    what: `Vercel answered ${status}${code} when asked to ${what}${words}`,
    where,
    status,
    passing: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(retryAfter),
  });
}

/** No answer came, or none within the time. */
export const unreachable = (what: string, where: string, cause: unknown, secrets: readonly string[]): VercelApiError =>
  new VercelApiError({
    code: "VERCEL_UNREACHABLE",
    what: `Vercel gave no answer when asked to ${what} (${remoteText(reasonOf(cause), { secrets, longest: 120 })})`,
    where,
    fix: "look at https://www.vercel-status.com and at this machine's network, then run it again",
    passing: true,
    cause,
  });

/** An answer that is not what its documentation says. @param cut it ended too early, so asking again may help */
export const unreadable = (what: string, where: string, cause: unknown, cut: boolean): VercelApiError =>
  new VercelApiError({
    code: "VERCEL_UNREADABLE",
    what: `Vercel's answer cannot be read when asked to ${what}`,
    where,
    fix: "run it again; if it stays so, Vercel's API has changed: update Cutover",
    passing: cut,
    cause,
  });

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(status: number): { readonly code: string; readonly fix: string } {
  if (status === 401 || status === 403)
    return {
      code: "VERCEL_FORBIDDEN",
      fix: "give VERCEL_API_TOKEN a token of a member of that team: https://vercel.com/account/settings/tokens",
    };
  if (status === 404)
    return {
      code: "VERCEL_NOT_FOUND",
      fix: "compare cutover:vercel.team and cutover:frontend.name with Vercel's dashboard",
    };
  if (status === 409) return { code: "VERCEL_CONFLICT", fix: "run it again once nobody else changes the project" };
  if (status === 429) return { code: "VERCEL_RATE_LIMITED", fix: "wait a minute, then run it again" };
  if (status >= 500) return { code: "VERCEL_FAILED", fix: "look at https://www.vercel-status.com, then run it again" };
  return { code: "VERCEL_REFUSED", fix: "look at the project in Vercel's dashboard, then run it again" };
}

function retryAfterMs(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header ?? "");
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** `fetch failed` alone says nothing: its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
