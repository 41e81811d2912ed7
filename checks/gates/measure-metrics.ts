import type { Gate } from "../../config/rollout/gate.ts";
import type { Question } from "./measurement.ts";

interface Point {
  readonly at: Date;
  readonly percent: number;
}

/** With fewer a trend would be chance. */
const fewest = 3;
const dayMs = 86_400_000;

/** In percent of the limit: `result.slope` a day, `result.peak`, `result.mean`; default S2.7: no upward trend, and a peak under 85. */
export function metricsQuestion({ service, metric }: NonNullable<Gate["renderMetrics"]>): Question {
  return {
    request: `${metric} of the ${service} at Render`,
    pass: "result.slope < 5 && result.peak < 85",
    counted: false,
    async ask(window, { sources, signal }) {
      const answer = await sources.renderMetrics(service, metric, window, signal);
      if ("unmeasured" in answer) return answer;
      const { points } = answer;
      if (points.length < fewest) {
        const figures = { result: { points: points.length }, rows: [] };
        return { unmeasured: `${points.length} of at least ${fewest} points that a trend can be read of`, figures };
      }
      const values = points.map(({ percent }) => percent);
      const figures = { slope: slopeOf(points), peak: Math.max(...values), mean: meanOf(values) };
      const result = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
      return { figures: { result, rows: [] }, samples: points.length };
    },
  };
}

/**
 * By least squares: what it rises in a day. Over less than a day it is what it rose in that time, since an hour of
 * warming up, taken for a whole day, would be no trend.
 */
export function slopeOf(points: readonly Point[]): number {
  const times = points.map(({ at }) => at.getTime() / dayMs);
  const [time, value] = [meanOf(times), meanOf(points.map(({ percent }) => percent))];
  const [first = 0, last = 0] = [Math.min(...times), Math.max(...times)];
  const spread = times.reduce((sum, one) => sum + (one - time) ** 2, 0);
  if (spread === 0) return 0;
  const together = points.reduce(
    (sum, { percent }, index) => sum + ((times[index] ?? 0) - time) * (percent - value),
    0,
  );
  return (together / spread) * Math.min(1, last - first);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number) => Math.round(value * 1000) / 1000;
