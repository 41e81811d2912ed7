import { durationMs } from "../../config/duration.ts";
import type { Gate } from "../../config/rollout/gate.ts";
import { GateMisdeclared } from "./gate-misdeclared.ts";
import type { Question } from "./measurement.ts";

/** One row is one sample, unless the first one has a number named `samples`. */
export function sqlQuestion(name: string, { query, timeout }: NonNullable<Gate["sql"]>): Question {
  return {
    request: query.trim(),
    pass: undefined,
    counted: true,
    async ask(window, { sources, signal }) {
      const answer = await sources.sql(query, window, { timeoutMs: durationMs(timeout), signal });
      if ("misdeclared" in answer) throw new GateMisdeclared(name, "sql.query", { what: answer.misdeclared });
      if ("unmeasured" in answer) return answer;
      const { rows } = answer;
      const [result = {}] = rows;
      const { samples } = result;
      return { figures: { result, rows }, samples: typeof samples === "number" ? samples : rows.length };
    },
  };
}
