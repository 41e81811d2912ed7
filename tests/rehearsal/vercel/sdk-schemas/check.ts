import { z } from "zod";
import type { Answered } from "../../../../rehearsal/core/answers.ts";
import { shapes, statuses, unspecified } from "./deviations.ts";
import { operationOf } from "./operations.ts";
import { errorsOf } from "./schema.ts";

const ErrorBody = z.strictObject({ error: z.looseObject({ code: z.string().min(1), message: z.string().min(1) }) });

/** What is wrong with an answer by the vendor's SDK: operation, place and reason; nothing where it is right. */
export async function faultsOf({ method, path, status, contentType, body }: Answered): Promise<string[]> {
  const call = `${method} ${path}`;
  if (status >= 400)
    return ErrorBody.safeParse(jsonOf(body)).success ? [] : [`${call} ${status}: no {error: {code, message}}`];
  const known = unspecified.find((one) => one.call.test(call));
  if (known && !known.as) return [];
  const operation = operationOf(known?.as ?? byNewName(call));
  if (!operation) return [`${call} ${status}: the SDK has no such operation`];
  const name = `${operation.name} ${status}`;
  const as = statuses.find((one) => one.of.test(call) && one.answered === status)?.as ?? (known ? 200 : status);
  if (as === 204) return body === "" ? [] : [`${name}: a body where there is none`];
  const reading = operation.readings.find((one) => one.status === as);
  if (!reading) return [`${call} ${status}: the SDK reads ${operation.readings.map((one) => one.status).join(", ")}`];
  if (reading.encoding === "nil") return body === "" ? [] : [`${name}: the SDK reads no body: ${body.slice(0, 100)}`];
  if (!contentType?.includes("json")) return [`${name}: content type ${contentType}`];
  const values = contentType.includes("stream+json") ? body.split("\n").filter(Boolean).map(jsonOf) : [jsonOf(body)];
  const errors = (await Promise.all(values.map((value) => errorsOf(operation, reading, value)))).flat();
  const deviation = shapes.find((one) => one.call.test(call));
  return errors.filter((error) => !deviation?.error.test(error)).map((error) => `${call} ${status}: ${error}`);
}

/** Paths that the SDK knows by another name: `/now/` of old clients, and Edge Config's new name. */
const byNewName = (call: string) => call.replace(/\/now\//, "/").replace("/edge-config", "/global-config");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
