import { z } from "zod";
import { type Gate, gate } from "../../config/rollout/gate.ts";
import * as query from "./full-pass-queries.ts";

/**
 * The gates of imports (S2.5 to S2.7): success, what is stuck, durations, errors, traffic. They read the view
 * `cutover_gates.runs` only; `full-pass.sql` makes it. Those that read `baseline` compare with the step before.
 */
export const fullPassGates: readonly Gate[] = z.array(gate).parse([
  {
    name: "success rate",
    sql: { query: query.successRate },
    pass: "result.success_rate >= 95 && result.worst_day >= 95",
  },
  {
    name: "success holds",
    sql: { query: query.successRate },
    pass: "result.success_rate >= baseline.success_rate",
    // Lower, but not by more than chance explains: nobody is promoted on it, and no dwell begins again for it.
    fail: "result.at_most < baseline.at_least",
  },
  {
    name: "stuck imports",
    sql: { query: query.stuckRuns },
    pass: "result.stuck == 0 && result.unresolved == 0",
    // Until two hours are over it may still end.
    fail: "result.unresolved > 0",
    minSamples: 0,
  },
  {
    name: "durations",
    sql: { query: query.durations },
    pass: "result.under_10min > 50 && result.over_30min < 10",
  },
  {
    name: "durations hold",
    sql: { query: query.durations },
    pass: "result.p50 <= 1.2 * baseline.p50 && result.p95 <= 1.2 * baseline.p95",
  },
  {
    name: "systemic errors",
    sql: { query: query.errorBursts },
    pass: "result.worst_share < 10",
  },
  {
    name: "new error patterns",
    sql: { query: query.errorPatterns },
    pass: "result.patterns.all(pattern, pattern in baseline.patterns)",
  },
  {
    name: "traffic",
    sql: { query: query.traffic },
    // Of fewer than 20 an hour a drop says nothing.
    pass: "result.usual_hour < 20 || result.last_hour * 4 >= result.usual_hour",
  },
]);
