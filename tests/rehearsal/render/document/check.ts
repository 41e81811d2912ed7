import type { Answered } from "../../../../rehearsal/core/answers.ts";
import { detailFaults } from "./details.ts";
import { anywhere, mistakes, nulls, statuses, undocumented } from "./deviations.ts";
import { operationOf } from "./operations.ts";
import { errorsOf } from "./schema.ts";

/** What is wrong with an answer by the published document: operation, place and ajv's words; nothing where it is right. */
export function faultsOf({ method, path, status, contentType, body }: Answered): string[] {
  const call = `${method} ${path.replace(/^\/v1/, "")}`;
  const operation = operationOf(call);
  if (!operation) {
    if (status === 404 || status === 405 || undocumented.some((one) => one.operation.test(call))) return [];
    return [`${call} ${status}: the document has no such operation`];
  }
  const name = `${operation.name} ${status}`;
  const deviation = statuses.find((one) => one.of === operation.name && one.answered === status);
  const documented = operation.responses[deviation?.as ?? status];
  if (documented === undefined)
    return anywhere.some((one) => one.status === status)
      ? faultsIn(name, errorBody, body, contentType)
      : [`${name}: the document has no such status; it has ${Object.keys(operation.responses).join(", ")}`];
  if (documented === "" && status >= 400) return faultsIn(name, errorBody, body, contentType);
  if (documented === "") return body === "" ? [] : [`${name}: the document has no body: ${body.slice(0, 200)}`];
  return faultsIn(name, documented, body, contentType);
}

const errorBody = "/components/responses/404NotFound/content/application~1json/schema";

function faultsIn(name: string, pointer: string, body: string, contentType: string | undefined): string[] {
  if (!contentType?.startsWith("application/json")) return [`${name}: content type ${contentType}`];
  const value = withoutNulls(JSON.parse(body));
  const errors = [...errorsOf(pointer, value), ...detailFaults(value)];
  return errors
    .filter((error) => !mistakes.some((mistake) => name.startsWith(mistake.of) && mistake.error.test(error)))
    .map((error) => `${name}: ${error}`);
}

/** The body with what its deviating nulls stand for. */
function withoutNulls(value: unknown, at = ""): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutNulls(item, `${at}/${index}`));
  if (value === null) return nulls.find((one) => one.at.test(at))?.as ?? value;
  if (typeof value !== "object") return value;
  const members = Object.entries(value).flatMap(([key, held]) => {
    if (held !== null) return [[key, withoutNulls(held, `${at}/${key}`)]];
    const deviation = nulls.find((one) => one.at.test(`${at}/${key}`));
    if (!deviation) return [[key, held]];
    return deviation.as === undefined ? [] : [[key, deviation.as]];
  });
  return Object.fromEntries(members);
}
