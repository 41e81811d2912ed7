import { conditionFault, fieldsOf } from "../../config/rollout/condition.ts";
import { remoteText } from "../remote-text.ts";
import type { Figures, Json, Row } from "./gate-verdict.ts";

/** Figures on one line: those that the conditions ask about, or all; `success_rate 93.1, baseline p95 412`. */
export function figureText(figures: Figures, baseline: Figures | undefined, conditions: readonly string[]): string {
  const asked = conditions.flatMap((text) => (conditionFault(text) ? [] : fieldsOf(text)));
  const fields = [...new Set(asked)].map((field) => {
    const [root = "", name = ""] = split(field);
    const row: Row = (root === "result" ? figures.result : baseline?.result) ?? {};
    const value = row[name];
    return value === undefined ? undefined : `${root === "result" ? "" : "baseline "}${name} ${valueText(value)}`;
  });
  const known = fields.filter((field) => field !== undefined);
  const shown =
    known.length > 0 ? known : Object.entries(figures.result).map(([name, value]) => `${name} ${valueText(value)}`);
  const text = shown.join(", ") || (figures.rows.length === 0 ? "no rows" : `${figures.rows.length} rows`);
  return remoteText(text, { longest: 300 });
}

const split = (field: string) => [field.slice(0, field.indexOf(".")), field.slice(field.indexOf(".") + 1)];

function valueText(value: Json): string {
  if (typeof value === "string") return `"${remoteText(value, { longest: 80 })}"`;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const more = value.length > 5 ? `, … ${value.length}` : "";
  return `[${value.slice(0, 5).map(valueText).join(", ")}${more}]`;
}
