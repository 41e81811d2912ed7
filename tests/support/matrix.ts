import { scale } from "./scale.ts";

/**
 * Rows of a matrix in which each row runs the engine for seconds: `enough` of them, spread over the whole, or all of them when
 * `CUTOVER_TEST_SCALE` is above 1. Only for matrices whose rows have cheaper tests of their own.
 */
export function sampled<Row>(rows: readonly Row[], enough: number): readonly Row[] {
  if (scale > 1 || rows.length <= enough) return rows;
  return Array.from({ length: enough }, (_, index) => rows[Math.floor((index * rows.length) / enough)] as Row);
}
