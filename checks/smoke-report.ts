import type { createColors } from "picocolors";
import { adviceOn } from "./advice.ts";
import { curlCommand } from "./request-text.ts";
import type { SmokeResult } from "./smoke.ts";

export type Colors = ReturnType<typeof createColors>;

/** `backend is healthy: passed  (GET https://… → 200)`. The same text in every run that passes. */
export const passedLine = ({ verdict }: SmokeResult, { green }: Colors): string =>
  `${verdict.name}: ${green("passed")}  (${verdict.request} → ${verdict.observed})`;

/** `backend is healthy: FAILED  body.ready is false, expected true  (GET https://… → 200, 3 tries in 12 s)`. */
export function failedLine({ verdict, tries, elapsedMs }: SmokeResult, { red, bold }: Colors): string {
  const word = bold(red(verdict.outcome === "fail" ? "FAILED" : "NOT CONFIRMED"));
  const [first, ...others] = verdict.differences;
  const what = first
    ? `${first.at} is ${first.observed}, expected ${first.expected}`
    : (verdict.reason ?? verdict.observed);
  const more = others.length ? ` (and ${others.length} more)` : "";
  const answer = first ? /^\d+/.exec(verdict.observed)?.[0] : "no answer to judge";
  return `${verdict.name}: ${word}  ${what}${more}  (${verdict.request} → ${answer}, ${counted(tries, "try", "tries")} in ${seconds(elapsedMs)})`;
}

/** Everything about one check that did not pass, for the operator who has to act on it. */
export function failureBlock({ check, verdict, history }: SmokeResult, { red, green, bold }: Colors): string {
  const { means, next } = adviceOn(verdict);
  const details = verdict.differences.flatMap(({ detail }) => detail ?? []);
  const lines = [
    ...verdict.differences.flatMap(({ at, observed, expected }) => [
      green(`- expected  ${at}: ${expected}`),
      red(`+ observed  ${at}: ${observed}`),
    ]),
    ...(verdict.reason ? [green(`- expected  ${verdict.expected}`), red(`+ observed  ${verdict.reason}`)] : []),
    ...details.map((detail) => `answered  ${detail}`),
    ...(history.length > 1 ? [`seen      ${history.slice(-6).map(seen).join(", then ")}`] : []),
    ...(check.covers.length ? [`covers    ${check.covers.join(", ")}`] : []),
    `means     ${means}`,
    `next      ${next}`,
    `repeat    ${curlCommand(check.probe.request)}`,
  ];
  return [bold(verdict.name), ...lines.map((line) => `  ${line}`)].join("\n");
}

const seen = ({ observed, times }: SmokeResult["history"][number]) =>
  times > 1 ? `${observed} (${times} times)` : observed;

/** Whole seconds, with one decimal under ten. */
export const seconds = (ms: number): string => `${ms < 10_000 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`;

export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
