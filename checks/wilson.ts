export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The z of a two-sided 99 % interval. */
const z99 = 2.5758293035489004;

/**
 * The Wilson score interval of a share: what the true share may be, given `hits` of `samples` (S2.4).
 * Both ends are within 0..1; without samples it is the whole range.
 */
export function wilson(hits: number, samples: number, z = z99): Interval {
  if (samples === 0) return { low: 0, high: 1 };
  const share = hits / samples;
  const spread = z * Math.sqrt((share * (1 - share)) / samples + z ** 2 / (4 * samples ** 2));
  const centre = share + z ** 2 / (2 * samples);
  const scale = 1 + z ** 2 / samples;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}
