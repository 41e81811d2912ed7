import type { Measure } from "../../config/rollout/gate.ts";
import { GateMisdeclared } from "./gate-misdeclared.ts";
import { complaintsQuestion } from "./measure-complaints.ts";
import { httpQuestion } from "./measure-http.ts";
import { renderLogsQuestion, vercelLogsQuestion } from "./measure-logs.ts";
import { metricsQuestion } from "./measure-metrics.ts";
import { sqlQuestion } from "./measure-sql.ts";
import type { Question } from "./measurement.ts";

/** What a gate or criterion asks, and whom. @throws GateMisdeclared */
export function questionOf(measure: Measure): Question {
  const { name, sql, http, renderLogs, renderMetrics, vercelLogs, complaints } = measure;
  if (sql) return sqlQuestion(name, sql);
  if (http) return httpQuestion(http);
  if (renderLogs) return renderLogsQuestion(renderLogs);
  if (renderMetrics) return metricsQuestion(renderMetrics);
  if (vercelLogs) return vercelLogsQuestion(vercelLogs);
  if (complaints) return complaintsQuestion;
  throw new GateMisdeclared(name, "its source", { what: "it has none" });
}
