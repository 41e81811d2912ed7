import { z } from "zod";
import { type Criterion, criterion } from "../../config/rollout/gate.ts";
import * as query from "./full-pass-queries.ts";

const crash = { text: ["OOMKilled", "Out of memory", "Exited with status", "exited with code"] };
const processors = {
  text: ["processors_available: false", '"processors_available": false', '"processors_available":false'],
};

/** What rolls imports back by itself (S2.11). Of log lines only `ERROR` is an alert: one is no reason to roll back. */
export const fullPassCriteria: readonly Criterion[] = z.array(criterion).parse([
  {
    name: "success under 95 %",
    sql: { query: query.successRate },
    window: "PT1H",
    when: "result.success_rate < 95",
  },
  {
    name: "more than 10 stuck in an hour",
    sql: { query: query.stuckRuns },
    window: "PT1H",
    minSamples: 0,
    when: "result.stuck_last_hour > 10",
  },
  { name: "complaints", complaints: {}, window: "PT1H", when: "result.count > 0" },
  {
    name: "imports over 30 minutes",
    sql: { query: query.durations },
    window: "PT1H",
    when: "result.over_30min >= 10",
    persists: "PT6H",
  },
  { name: "crash", renderLogs: { service: "api", ...crash }, window: "PT15M", when: "result.count > 0" },
  { name: "processors gone", renderLogs: { service: "api", ...processors }, window: "PT15M", when: "result.count > 0" },
  {
    name: "data corruption",
    sql: { query: query.corruption },
    minSamples: 0,
    when: "result.found > 0",
    incident: true,
  },
  {
    name: "error lines",
    renderLogs: { service: "api", text: ["ERROR"] },
    window: "PT15M",
    when: "result.count > 0",
    action: "alert",
  },
]);
