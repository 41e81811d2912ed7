import type { HttpExpectation } from "./http.ts";
import { type Answer, type HttpRequest, LARGEST_BODY_BYTES } from "./http-exchange.ts";
import { schemaDifferences } from "./json-schema.ts";
import { remoteText } from "./remote-text.ts";
import { secretsOf } from "./request-text.ts";
import type { Difference } from "./verdict.ts";

/** How an answer differs from what is expected, and `reason` where part of it could not be judged. */
export interface Judgement {
  readonly differences: readonly Difference[];
  readonly reason?: string;
}

/** Judges status first and alone: with another status, headers and body belong to another kind of answer. */
export function judgeAnswer(request: HttpRequest, expect: HttpExpectation, answer: Answer): Judgement {
  const secrets = secretsOf(request);
  const clean = (text: string) => remoteText(text, { secrets });

  const redirected = answer.status >= 300 && answer.status < 400;
  if (redirected || answer.status !== expect.status) {
    const target = answer.headers.get("location");
    const detail = redirected ? `redirects to ${target ? clean(target) : "nowhere"}` : clean(answer.text);
    const status = { at: "status", observed: `${answer.status}`, expected: `${expect.status}` };
    return { differences: [detail ? { ...status, detail } : status] };
  }

  const body = expect.body ? judgeBody(expect.body, answer, clean) : { differences: [] };
  const differences = [...judgeHeaders(expect, answer, clean), ...body.differences, ...judgeDuration(expect, answer)];
  return body.reason === undefined ? { differences } : { differences, reason: body.reason };
}

type Clean = (text: string) => string;

function judgeHeaders({ headers }: HttpExpectation, answer: Answer, clean: Clean): Difference[] {
  return Object.entries(headers).flatMap(([name, expected]) => {
    const observed = answer.headers.get(name);
    if (observed !== null && sameBytes(observed, expected)) return [];
    const shown = observed === null ? "missing" : JSON.stringify(clean(observed));
    return { at: `header ${name.toLowerCase()}`, observed: shown, expected: JSON.stringify(expected) };
  });
}

/** `fetch` gives header bytes as Latin-1; what is expected was written in UTF-8. */
const sameBytes = (observed: string, expected: string) =>
  Buffer.from(observed, "latin1").equals(Buffer.from(expected, "utf8"));

function judgeBody(schema: NonNullable<HttpExpectation["body"]>, answer: Answer, clean: Clean): Judgement {
  if (answer.truncated)
    return { differences: [], reason: `the body is larger than ${LARGEST_BODY_BYTES} bytes, so it was not judged` };
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    const detail = clean(answer.text);
    const difference = { at: "body", observed: detail ? "not JSON" : "empty", expected: "JSON" };
    return { differences: [detail ? { ...difference, detail } : difference] };
  }
  const found = schemaDifferences(schema, json);
  return { differences: found.map((one) => ({ ...one, at: clean(one.at), observed: clean(one.observed) })) };
}

function judgeDuration({ maxDurationMs: longest }: HttpExpectation, { durationMs }: Answer): Difference[] {
  if (longest === undefined || durationMs <= longest) return [];
  return [{ at: "duration", observed: `${Math.round(durationMs)} ms`, expected: `at most ${longest} ms` }];
}
