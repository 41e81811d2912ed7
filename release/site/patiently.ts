import { setTimeout as sleep } from "node:timers/promises";
import retry from "p-retry";
import { VercelApiError } from "./vercel-error.ts";

const LONGEST_WAIT_MS = 30_000;

/** Repeats what may be done twice, up to four times, where Vercel only failed to answer; as late as it asks for (429). */
export const patiently = <Answer>(ask: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> =>
  retry(ask, {
    retries: 4,
    minTimeout: 250,
    maxTimeout: 4_000,
    randomize: true,
    ...(signal && { signal }),
    shouldRetry: ({ error }) => error instanceof VercelApiError && error.passing,
    onFailedAttempt: async ({ error, retriesLeft }) => {
      const waitMs = error instanceof VercelApiError ? (error.retryAfterMs ?? 0) : 0;
      if (retriesLeft > 0 && waitMs > 0)
        await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, signal ? { signal } : {});
    },
  });
