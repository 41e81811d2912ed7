import { z } from "zod";
import { positiveDuration } from "../duration.ts";
import { gateRequest } from "../smoke-checks.ts";

/** Where evidence comes from; a gate has exactly one of these keys. */
export const sourceNames = ["sql", "http", "renderLogs", "renderMetrics", "vercelLogs", "complaints"] as const;
export type SourceName = (typeof sourceNames)[number];

const shortText = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(200)
    .meta({ description, examples: [example] });

const logFields = {
  text: z
    .array(shortText("A text", "OOMKilled"))
    .min(1)
    .max(20)
    .meta({ description: "Texts of which a line contains at least one; their count is judged" }),
  control: shortText(
    "A text that is always logged; without such a line in the window, absence proves nothing (S2.8)",
    "INFO",
  ).exactOptional(),
  retention: positiveDuration("How long the vendor keeps these lines; a longer window is inconclusive", "P7D"),
};

const service = z
  .enum(["api", "worker", "scheduler"])
  .default("api")
  .meta({ description: "Whose lines or figures: a service of cutover:services" });

/** The sources of evidence, as they are declared. */
export const sources = {
  sql: z
    .strictObject({
      query: z
        .string()
        .min(1)
        .max(20_000)
        .meta({
          description: "One SELECT; $1 is the window's start, $2 its end. Reads views of the schema cutover_gates only",
          examples: ["select count(*) as imports from cutover_gates.imports where at >= $1 and at < $2"],
        }),
      timeout: positiveDuration("The longest it may run", "PT10S").default("PT10S"),
    })
    .exactOptional()
    .meta({ description: "Judged by what a query gives" }),
  http: gateRequest.exactOptional(),
  renderLogs: z
    .strictObject({ service, ...logFields, retention: logFields.retention.default("P7D") })
    .exactOptional()
    .meta({ description: "Judged by what a service on Render logged" }),
  renderMetrics: z
    .strictObject({
      service,
      metric: z.enum(["cpu", "memory"]).meta({ description: "Which figure, in percent of its limit" }),
    })
    .exactOptional()
    .meta({ description: "Judged by what a service on Render used (S2.7)" }),
  vercelLogs: z
    .strictObject({ ...logFields, retention: logFields.retention.default("PT1H") })
    .exactOptional()
    .meta({ description: "Judged by what production deployments of the frontend logged" }),
  complaints: z
    .strictObject({})
    .exactOptional()
    .meta({ description: "Judged by what people said: npx cutover complaint add" }),
};
