import { setTimeout as sleep } from "node:timers/promises";
import { remoteText } from "../../checks/remote-text.ts";

/** What a user of the domain gets: an answer, or none from here. */
export type DomainAnswer = { readonly status: number } | { readonly unreachable: string };

const TRIES = 3;

/** Asks the frontend's domain for its first page; a server's error or no answer is asked again. */
export async function askDomain(domain: string, signal: AbortSignal): Promise<DomainAnswer> {
  let answer: DomainAnswer = { unreachable: "not asked" };
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (tried > 0) await sleep(500, undefined, { signal });
    answer = await once(domain, signal);
    if ("status" in answer && answer.status < 500) return answer;
  }
  return answer;
}

async function once(domain: string, signal: AbortSignal): Promise<DomainAnswer> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const { status, body } = await fetch(`https://${domain}/`, { redirect: "manual", signal: limit });
    await body?.cancel();
    return { status };
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error;
    return { unreachable: remoteText(cause instanceof Error ? cause.message : message, { longest: 120 }) };
  }
}
