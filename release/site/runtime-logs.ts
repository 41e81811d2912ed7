import { z } from "zod";
import type { VercelApi } from "./vercel-api.ts";
import { jsonOf, VercelApiError } from "./vercel-error.ts";

const Row = z.object({
  timestampInMs: z.number(),
  message: z.string().catch(""),
  domain: z.string().catch(""),
  requestMethod: z.string().catch(""),
});

/** One line that a deployment logged. */
export interface LoggedLine {
  readonly at: Date;
  readonly message: string;
}

export interface LogLimits {
  /** How long one deployment's log may take. */
  readonly withinMs: number;
  /** The vendor may keep the stream open for lines to come: after so long without one it counts as read. */
  readonly quietMs: number;
  readonly mostLines: number;
}

export const logLimits: LogLimits = { withinMs: 30_000, quietMs: 5_000, mostLines: 500_000 };

/**
 * What a deployment logged in a window, without requests to its own URL: those are smoke checks, not users.
 * @throws VercelApiError when the log is longer than what may be read; part of a log proves nothing
 */
export async function readRuntimeLog(
  api: VercelApi,
  deployment: { readonly id: string; readonly url: string; readonly projectId: string },
  window: { readonly from: Date; readonly to: Date },
  limits: LogLimits,
  signal: AbortSignal | undefined,
): Promise<LoggedLine[]> {
  const { id, url, projectId } = deployment;
  const quiet = new AbortController();
  const limit = AbortSignal.timeout(limits.withinMs);
  const stops = [quiet.signal, limit, ...(signal ? [signal] : [])];
  const path = `/v1/projects/${encodeURIComponent(projectId)}/deployments/${encodeURIComponent(id)}/runtime-logs`;
  const lines: LoggedLine[] = [];
  let read = 0;
  let timer: NodeJS.Timeout | undefined;
  try {
    const body = await api.stream(path, `read the runtime log of ${id}`, AbortSignal.any(stops));
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => quiet.abort(), limits.quietMs);
    };
    wait();
    for await (const text of linesOf(body)) {
      wait();
      read += 1;
      if (read > limits.mostLines) throw tooMuch(api, id, `has more than ${limits.mostLines} lines`);
      const row = Row.safeParse(jsonOf(text)).data;
      if (!row || row.message === "" || (row.domain === url && row.requestMethod !== "")) continue;
      if (row.timestampInMs < window.from.getTime() || row.timestampInMs >= window.to.getTime()) continue;
      lines.push({ at: new Date(row.timestampInMs), message: row.message });
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.aborted) throw tooMuch(api, id, `takes longer than ${limits.withinMs / 1000} s to read`);
    if (!quiet.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return lines;
}

async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

const tooMuch = (api: VercelApi, id: string, what: string) =>
  new VercelApiError({
    code: "VERCEL_LOG_TOO_LONG",
    what: `the runtime log of ${id} ${what}`,
    where: api.where,
    fix: "look at a shorter window, or record the figure in the database and use a query",
  });
