import type { Markish } from "@observablehq/plot";
import { shortMoment, span } from "./moments.ts";
import type { Point, Series } from "./status.ts";

/** One chart: its SVG (safe markup, coloured by the page's style alone) and the same in a sentence. */
export interface Chart {
  readonly title: string;
  readonly svg: string;
  readonly says: string;
}

const size = { width: 380, height: 190, marginLeft: 46, marginRight: 12, marginTop: 24, marginBottom: 24 };

/**
 * Success, durations and share over time, with the steps behind them. Charts without a point are left out.
 * Plot and its document are loaded here only: they take longer than everything else of the command.
 */
export async function chartsOf(series: Series, now: string): Promise<Chart[]> {
  const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const begin = Math.min(...allOf(series).map(({ at }) => Date.parse(at)));
  const to = new Date(now);
  const from = new Date(Math.min(begin, to.getTime() - 3_600_000));
  const bands = series.steps.map((step, index) => ({
    ...step,
    from: new Date(Math.max(Date.parse(step.at), from.getTime())),
    to: new Date(series.steps[index + 1]?.at ?? now),
  }));
  const draw = (domain: [number, number], unit: string, marks: readonly Markish[]) => {
    const svg = Plot.plot({
      ...size,
      document: parseHTML("<html></html>").document,
      x: {
        type: "utc",
        domain: [from, to],
        ticks: 4,
        label: null,
        tickSize: 3,
        tickFormat: tick(to.getTime() - from.getTime()),
      },
      y: { domain, label: null, ticks: 4, grid: true, tickSize: 0, tickFormat: (value: number) => `${value}${unit}` },
      marks: [
        Plot.rectY(bands, { x1: "from", x2: "to", y1: domain[0], y2: domain[1], className: "band", fill: band }),
        Plot.text(bands.filter(wideEnough(from, to)), {
          x: "from",
          y: domain[1],
          text: "name",
          className: "step-name",
          fill: "currentColor",
          textAnchor: "start",
          dx: 4,
          dy: -9,
        }),
        ...marks,
      ],
    });
    return markup(svg.outerHTML);
  };
  /** One line per step: what lies between two steps was not measured. */
  const stepOf = ({ at }: Point) => bands.findLastIndex((step) => step.from <= new Date(at));
  const line = (points: readonly Point[], color: string, dash?: string) => [
    Plot.lineY(points, {
      x: time,
      y: "value",
      z: stepOf,
      stroke: color,
      strokeWidth: 2,
      ...(dash && { strokeDasharray: dash }),
    }),
    Plot.dot(points.length > 30 ? points.slice(-1) : points, { x: time, y: "value", fill: color, r: 3 }),
  ];

  const charts: Chart[] = [];
  const { success, successNeeded: needed, p50, p95, share } = series;
  if (success.length > 0) {
    const low = Math.min(...success.map(({ value }) => value), needed ?? 100);
    const domain: [number, number] = [Math.max(0, Math.floor((low - 2) / 5) * 5), 100];
    const limit = needed === null ? [] : [Plot.ruleY([needed], { stroke: "var(--bad)", strokeDasharray: "4 3" })];
    const svg = draw(domain, " %", [...limit, ...line(success, "var(--good)")]);
    const asked = needed === null ? "" : `; the gates ask for ${needed} %`;
    charts.push({ title: "Success rate of the new version", svg, says: `Now ${last(success)} %${asked}.` });
  }
  if (p50.length + p95.length > 0) {
    const high = Math.max(...[...p50, ...p95].map(({ value }) => value), 1);
    const [unit, seconds] = high > 180 ? [" min", 60] : [" s", 1];
    const scaled = (points: readonly Point[]) => points.map(({ at, value }) => ({ at, value: value / seconds }));
    const svg = draw([0, (high * 1.1) / seconds], unit, [
      ...line(scaled(p95), "var(--busy)", "5 3"),
      ...line(scaled(p50), "var(--accent)"),
    ]);
    const now = [p50.length > 0 && `p50 ${words(p50)}`, p95.length > 0 && `p95 ${words(p95)} (dashed)`].filter(Boolean);
    charts.push({ title: "How long it takes", svg, says: `Now ${now.join(", ")}.` });
  }
  if (share.length + series.steps.length > 0) {
    const declared = bands.flatMap(({ from, to, percent }) =>
      [from, to].map((at) => ({ at: at.toISOString(), value: percent })),
    );
    const svg = draw([0, 100], " %", [
      Plot.lineY(declared, { x: time, y: "value", stroke: "var(--muted)", strokeWidth: 1.5, strokeDasharray: "4 3" }),
      ...line(share, "var(--accent)"),
    ]);
    const seen = share.length > 0 ? `Seen ${last(share)} %` : "Not seen yet";
    charts.push({ title: "Share of users on the new version", svg, says: `${seen}; dashed: what was given.` });
  }
  return charts;
}

const band = (_: unknown, index: number) => (index % 2 === 0 ? "var(--band)" : "var(--band-other)");
const time = ({ at }: Point) => new Date(at);
const last = (points: readonly Point[]) => Number((points.at(-1)?.value ?? 0).toFixed(1));
const words = (points: readonly Point[]) => span((points.at(-1)?.value ?? 0) * 1000);
const allOf = ({ success, p50, p95, share, steps }: Series) => [...success, ...p50, ...p95, ...share, ...steps];

/** Days at midnight and where the chart covers several, else hours; UTC, as everything else on the page. */
const tick = (lengthMs: number) => (at: Date) => {
  const [day = "", time = ""] = shortMoment(at).split(" ");
  return lengthMs > 4 * 86_400_000 || time === "00:00" ? day : time;
};

/** A name needs room: steps that took a moment are shown without. */
const wideEnough = (from: Date, to: Date) => (step: { from: Date; to: Date }) =>
  step.to.getTime() - step.from.getTime() > (to.getTime() - from.getTime()) / 12;

/** Plot puts a style of its own into each chart, which the page's policy refuses. */
const markup = (svg: string) => svg.replaceAll(/<style>[\s\S]*?<\/style>/g, "").replaceAll(/ style="[^"]*"/g, "");
