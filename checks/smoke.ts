import { type Afterwards, probeAfter } from "./afterwards.ts";
import { type HttpProbe, probeWithBody, type World } from "./http.ts";
import { requestLine } from "./request-text.ts";
import type { Verdict } from "./verdict.ts";

/** A probe that is repeated until it passes. */
export interface SmokeCheck {
  readonly probe: HttpProbe;
  /** No try starts later than this; the last one may still take the probe's own time limit. */
  readonly withinMs: number;
  /** What it started, looked at when the probe itself has passed. */
  readonly afterwards?: Afterwards;
  /** Names of what the check vouches for, for the operator. */
  readonly covers: readonly string[];
}

/** What became of one check. */
export interface SmokeResult {
  readonly check: SmokeCheck;
  /** Inconclusive at the deadline is not passed: nobody has seen the thing work. */
  readonly passed: boolean;
  /** Of the last try. */
  readonly verdict: Verdict;
  readonly tries: number;
  readonly elapsedMs: number;
  /** What was seen, in order, repetitions counted: `503` 4 times, then `200, body.ready false` twice. */
  readonly history: readonly { readonly observed: string; readonly times: number }[];
}

/** The world of a runner: time that only moves forward, and a way to let some of it pass. */
export interface SmokeWorld extends World {
  /** Milliseconds since some fixed moment, never set back. */
  readonly elapsedMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

export interface SmokeRun {
  readonly signal?: AbortSignal;
  /** After each try that did not pass and will be repeated. */
  readonly progress?: (check: SmokeCheck, verdict: Verdict, tries: number) => void;
  /** First and longest pause between two tries, in milliseconds. */
  readonly pauseMs?: readonly [first: number, longest: number];
}

/**
 * Runs all checks at once and gives their results in the order of the list. Each is repeated until it passes or its time
 * runs out. Rejects with the signal's reason when it is aborted.
 */
export function runSmokeChecks(
  checks: readonly SmokeCheck[],
  world: SmokeWorld,
  run: SmokeRun = {},
): Promise<SmokeResult[]> {
  return Promise.all(checks.map((check) => both(check, world, run)));
}

/** The check, and what follows from it: its verdict is that of the request that was looked at last. */
async function both(check: SmokeCheck, world: SmokeWorld, run: SmokeRun): Promise<SmokeResult> {
  const { text, ...first } = await repeat(check, world, run);
  const { afterwards, covers } = check;
  if (!first.passed || !afterwards) return first;

  const { verdict } = first;
  const then = requestLine({ method: "GET", url: afterwards.url }).replace(/%7B(\w+)%7D/g, "{$1}");
  const request = `${verdict.request}, then ${then}`;
  const probe = probeAfter(check.probe, afterwards, text);
  if ("missing" in probe) {
    const lack = { at: `body.${probe.missing}`, observed: "missing", expected: `what ${afterwards.url} asks for` };
    return { ...first, passed: false, verdict: { ...verdict, outcome: "fail", differences: [lack], request } };
  }
  const { text: _, ...next } = await repeat({ probe, withinMs: afterwards.withinMs, covers }, world, run);
  return { ...next, elapsedMs: first.elapsedMs + next.elapsedMs, verdict: { ...next.verdict, request } };
}

async function repeat(
  check: SmokeCheck,
  world: SmokeWorld,
  run: SmokeRun,
): Promise<SmokeResult & { readonly text: string }> {
  const { signal, progress, pauseMs: [first, longest] = [500, 4000] } = run;
  const started = world.elapsedMs();
  const history: { observed: string; times: number }[] = [];

  for (let tries = 1, pause = first; ; tries++, pause = Math.min(pause * 2, longest)) {
    signal?.throwIfAborted();
    const { verdict, text } = await probeWithBody(check.probe, world, signal);
    remember(history, verdict);
    const elapsedMs = world.elapsedMs() - started;
    const left = check.withinMs - elapsedMs;
    const passed = verdict.outcome === "pass";
    if (passed || left <= 0) return { check, passed, verdict, tries, elapsedMs, history, text };
    progress?.(check, verdict, tries);
    await world.sleep(Math.min(pause, left), signal);
  }
}

function remember(history: { observed: string; times: number }[], { observed, reason }: Verdict): void {
  const seen = reason ? `${observed} (${reason})` : observed;
  const last = history.at(-1);
  if (last?.observed === seen) last.times += 1;
  else history.push({ observed: seen, times: 1 });
}
