import type { Colors } from "picocolors/types.js";
import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { factsOf, notesOf, obstaclesOf, whyOf } from "./facts.ts";
import { moment, shortMoment, span } from "./moments.ts";
import type { Status, StatusStep } from "./status.ts";
import { type Tone, toneOf, wordOf } from "./tones.ts";
import { wrapped } from "./wrapped.ts";

/** The status for a terminal of that many columns; every line fits, and nothing of another machine gets through raw. */
export function drawStatus(status: Status, columns: number, colors: Colors): string {
  const width = Math.max(40, Math.min(columns, 110));
  const wrap = (text: string, indent = "", first = indent) => wrapped(text, width, indent, first);
  const paint: Readonly<Record<Tone, (text: string) => string>> = {
    good: colors.green,
    bad: colors.red,
    busy: colors.yellow,
    still: colors.dim,
  };
  const heading = (text: string) => ["", colors.bold(text)];
  const { standing, ladder, gates, next, users, events } = status;
  const percent = users?.percent == null ? "? %" : `${users.percent} %`;

  return [
    ...wrap(`${status.rollout}, stack ${status.stack}`).map(colors.dim),
    `${colors.bold(percent)}  ${paint[toneOf(standing)](wordOf(standing))}`,
    ...wrap(remoteText(status.headline, { longest: 400 })),
    "",
    ...ladder.map((step) => rung(step, status, width, colors)),
    ...notesOf(status).flatMap(({ title, text }, index) => [
      ...(index === 0 ? [""] : []),
      ...wrap(`${title} ${remoteText(text, { longest: 400 })}`, "  ", "! ").map(colors.red),
    ]),
    ...heading(`${next ? `Gates of the step to ${next.name}` : "Gates"}${gates.live ? "" : ", as last recorded"}`),
    ...(gates.verdicts.length === 0 ? wrap("none was judged", "  ") : []),
    ...gates.verdicts.flatMap((verdict) => gateLines(verdict, wrap, paint)),
    ...(next
      ? [
          ...heading(`What keeps ${next.name} from opening`),
          ...(obstaclesOf(status).length === 0 ? [`  ${colors.green("nothing")}`] : []),
          ...obstaclesOf(status).flatMap(({ what, detail }) => [
            ...wrap(remoteText(what), "    ", "  - "),
            ...(detail ? wrap(remoteText(detail, { longest: 400 }), "    ").map(colors.dim) : []),
          ]),
        ]
      : []),
    ...heading("What stands where"),
    ...factsOf(status).flatMap(({ name, text }) => wrap(remoteText(text), "    ", `  ${name}: `)),
    ...(events.length > 0 ? heading("What happened") : []),
    ...events
      .slice(0, 8)
      .flatMap(({ at, text, actor }) =>
        wrap(`${remoteText(text)} (${remoteText(actor)})`, "    ", `  ${shortMoment(at)}  `),
      ),
    "",
    colors.dim(`taken ${moment(status.at)}`),
    "",
  ].join("\n");
}

const barWidth = 20;

function rung({ name, dwellMs, state }: StatusStep, { step }: Status, width: number, colors: Colors): string {
  const share = state === "done" ? 1 : state === "here" ? (step?.dwelt ?? 0) : 0;
  const full = Math.floor(share * barWidth);
  const bar = `${"█".repeat(full)}${colors.dim("░".repeat(barWidth - full))}`;
  const sign = { done: colors.green("✓"), here: colors.cyan("▶"), ahead: colors.dim("·") }[state];
  const label = name.padEnd(10);
  const dwelling = step && step.dwellMs > 0 ? `${Math.floor(step.dwelt * 100)} % of ${span(step.dwellMs)}, ` : "";
  const said =
    state === "here" && step ? `${dwelling}since ${shortMoment(step.since)}` : dwellMs > 0 ? span(dwellMs) : "";
  const room = width - 2 - 10 - 1 - barWidth - 2;
  return `${sign} ${state === "here" ? colors.bold(label) : label} ${bar}  ${said.length > room ? said.slice(0, Math.max(0, room - 1)).concat("…") : said}`.trimEnd();
}

const signs = { pass: ["✓", "good"], fail: ["✗", "bad"], inconclusive: ["?", "busy"] } as const;

function gateLines(
  verdict: GateVerdict,
  wrap: (text: string, indent?: string, first?: string) => string[],
  paint: Readonly<Record<Tone, (text: string) => string>>,
): string[] {
  const { name, outcome, observed, expected, sampleSize, window } = verdict;
  const [sign, tone] = signs[outcome];
  const clean = (text: string) => remoteText(text, { longest: 300 });
  const length = span(window.to.getTime() - window.from.getTime());
  return [
    ...wrap(`${clean(name)}: ${clean(observed)}`, "    ", `  ${sign} `).map((line, index) =>
      index === 0 ? line.replace(sign, paint[tone](sign)) : line,
    ),
    ...wrap(
      `needs ${clean(expected)}; ${sampleSize} ${sampleSize === 1 ? "sample" : "samples"} in ${length}`,
      "    ",
    ).map(paint.still),
    ...whyOf(verdict).flatMap((text) => wrap(clean(text), "    ").map(paint[tone])),
  ];
}
