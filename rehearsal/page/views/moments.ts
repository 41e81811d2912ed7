import type { Moment } from "../../render/entities/moment.ts";
import { span } from "../html/time.ts";

/** How many of the newest rows and lines the page shows. */
export const shown = { deploys: 12, runs: 6, lines: 60 } as const;

/** Phases that are over sooner say nothing. */
const briefMs = 30;

const toMs = (moment: Moment): number => Number(moment / 1_000_000n);

export const isoOf = (moment: Moment): string => new Date(toMs(moment)).toISOString();

/** `240 ms`, `3.1 s`, `12 min 5 s`. */
export function took(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms);
}

export const tookBetween = (from: Moment, to: Moment): string => took(toMs(to) - toMs(from));

/** How long it was in each state before the one it is in: `build 61 ms, update 2.4 s`. */
export function trail(states: readonly { readonly status: string; readonly at: number }[]): string {
  const spell = ({ status, at }: { status: string; at: number }, index: number) => {
    const lastedMs = (states[index + 1]?.at ?? at) - at;
    return lastedMs < briefMs ? [] : `${status.replace(/_in_progress$/, "").replaceAll("_", " ")} ${took(lastedMs)}`;
  };
  return states.flatMap(spell).join(", ");
}

export const momentTrail = (history: readonly { readonly status: string; readonly at: Moment }[]): string =>
  trail(history.map(({ status, at }) => ({ status, at: toMs(at) })));
