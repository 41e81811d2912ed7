import { compileBodySchema } from "../../config/body-schema.ts";
import { durationMs } from "../../config/duration.ts";
import type { Gate } from "../../config/rollout/gate.ts";
import type { Json } from "./gate-verdict.ts";
import type { Question } from "./measurement.ts";

/** `result.ok`: the answer is as expected; `result.body`: its JSON. */
export function httpQuestion({ target, request, expect, timeout }: NonNullable<Gate["http"]>): Question {
  const { status, headers, body } = expect;
  return {
    request: `${request.method} ${request.path} of the ${target}`,
    pass: "result.ok",
    counted: false,
    async ask(_window, { sources, signal }) {
      const probe = {
        request,
        expect: { status, headers, ...(body && { body: compileBodySchema(body) }) },
        timeoutMs: durationMs(timeout),
      };
      const { verdict, body: answered } = await sources.http(target, probe, signal);
      if (verdict.outcome === "inconclusive") return { unmeasured: verdict.reason ?? verdict.observed };
      const seen = verdict.differences.map(
        ({ at, observed, detail }) => `${at} ${observed}${detail ? ` (${detail})` : ""}`,
      );
      return {
        figures: { result: { ok: verdict.outcome === "pass", body: jsonOf(answered) }, rows: [] },
        samples: verdict.sampleSize,
        seen: seen.join(", ") || verdict.observed,
        warnings: verdict.warnings,
      };
    },
  };
}

/** Larger bodies are no evidence that anybody reads again. */
const largest = 20_000;

function jsonOf(body: unknown): Json {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return text === undefined || text.length > largest ? null : (JSON.parse(text) as Json);
}
