import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { reference } from "../reference.ts";
import { notRequired } from "./deviations.ts";

/**
 * The published document. `oneOf` is read as `anyOf`: a web service's details also satisfy those of a static site, and
 * an event without details those of twenty others; `details.ts` makes up for it.
 */
const text = JSON.stringify(reference("render-openapi-2026-01-06.json") ?? { paths: {} });
export const document = JSON.parse(text.replaceAll("oneOf", "anyOf"));
for (const { schema, member } of notRequired) {
  const found: { required: string[] } | undefined = document.components?.schemas?.[schema];
  if (found) found.required = found.required.filter((name) => name !== member);
}

const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(document, "render");
const compiled = new Map<string, ValidateFunction>();

/** Errors of a value by the schema at a JSON pointer of the document, each with its place. Compiled at first use. */
export function errorsOf(pointer: string, value: unknown): string[] {
  let validate = compiled.get(pointer);
  if (!validate) {
    validate = ajv.compile({ $ref: `render#${encodeURI(pointer)}` });
    compiled.set(pointer, validate);
  }
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

/** The value at a pointer of the document, references followed. */
export function at(pointer: string): unknown {
  let value: unknown = document;
  for (const step of pointer.split("/").slice(1).map(unescaped)) {
    value = (value as Record<string, unknown> | undefined)?.[step];
    const ref = (value as { $ref?: string } | undefined)?.$ref;
    if (ref) value = at(decodeURI(ref.slice(1)));
  }
  return value;
}

const unescaped = (step: string) => step.replaceAll("~1", "/").replaceAll("~0", "~");
