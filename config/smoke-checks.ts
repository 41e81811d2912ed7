import { z } from "zod";
import { jsonSchema } from "./body-schema.ts";
import { positiveDuration } from "./duration.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { secretReference, secretsNamedIn } from "./secret-reference.ts";
import { text } from "./text.ts";
import { haveUniqueNames } from "./unique-names.ts";

/** The HTTP methods that a check may use. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const headerName = text(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
  expected: "the name of an HTTP header",
  description: "The name of an HTTP header, in any case",
  examples: ["origin"],
});

const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const headerValue = text(HEADER_VALUE, {
  expected: "a header value on one line",
  description: "Sent or compared byte for byte",
  examples: ["true"],
});

const headers = <Value extends z.ZodType>(value: Value, description: string) =>
  z.record(headerName, value).default({}).meta({ description });

const path = text(/^\/(?!\/)\S*$/, {
  expected: "a path that starts with /",
  description: "Path and query, on the target's address",
  examples: ["/health"],
});

const method = z.enum(methods).default("GET").meta({ description: "The HTTP method" });

const request = z
  .strictObject({
    method,
    path,
    headers: headers(
      z.union([headerValue, secretReference]).meta({
        description: "Sent byte for byte; or { secret: NAME, prefix: Bearer }",
        patternErrorMessage: "expected a header value on one line, or { secret: NAME }",
        examples: ["true", { secret: "SMOKE_TOKEN" }],
      }),
      "Request headers",
    ),
    json: z
      .unknown()
      .exactOptional()
      .meta({ description: "Sent as the JSON body; { secret: NAME } anywhere in it stands for a secret" }),
  })
  .superRefine(sendNoBodyWithGet, alongOtherFaults)
  .meta({ description: "The one request" });

/** Gates are asked where no passphrase is: in a preview, and by a schedule. */
const openRequest = z
  .strictObject({
    method,
    path,
    headers: headers(
      text(HEADER_VALUE, {
        expected: "a header value on one line; a gate knows no secrets",
        description: "Sent byte for byte",
        examples: ["application/json"],
      }),
      "Request headers",
    ),
    json: z.unknown().exactOptional().meta({ description: "Sent as the JSON body" }),
  })
  .superRefine(sendNoBodyWithGet, alongOtherFaults)
  .superRefine(nameNoSecrets, alongOtherFaults)
  .meta({ description: "The one request" });

const body = jsonSchema("JSON Schema (draft 2020-12) of the JSON body");

const expectation = z
  .strictObject({
    status: z
      .int()
      .min(100)
      .max(599)
      .superRefine(refuseRedirects)
      .default(200)
      .meta({ description: "The exact status; a redirect is not a pass (S0.6)" }),
    headers: headers(headerValue, "Response headers that must be there, each exactly so"),
    body: body.exactOptional(),
  })
  .meta({ description: "What the answer must be" });

/** What follows from the answer: asked again and again until it is so. */
const afterwards = z
  .strictObject({
    path: text(/^\/(?!\/)\S*$/, {
      expected: "a path that starts with /",
      description: "Path and query of a GET; {name} stands for that member of the first answer's JSON body",
      examples: ["/jobs/{job_id}"],
    }),
    expect: expectation,
    within: positiveDuration("Asked again until it passes, for at most this long", "PT60S").default("PT60S"),
  })
  .meta({ description: "Something that the first answer only started, such as a job for the worker (S1.12)" });

/** One request that a gate makes, and what its answer must be. */
export const gateRequest = z
  .strictObject({
    target: z.enum(["api", "frontend"]).meta({ description: "Whose address is called" }),
    request: openRequest,
    expect: expectation.prefault({}),
    timeout: positiveDuration("The longest it may take", "PT5S").default("PT5S"),
  })
  .meta({ description: "Judged by the answer to one request" });

/** One request right after a deploy, and what its answer must be. */
const smokeCheck = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: "Unique; shown in reports", examples: ["backend is healthy"] }),
    target: z.enum(["api", "frontend"]).meta({ description: "Whose address is called" }),
    request,
    expect: expectation,
    afterwards: afterwards.exactOptional(),
    timeout: positiveDuration("The longest one try may take", "PT5S").default("PT5S"),
    within: positiveDuration("Tried again until it passes, for at most this long", "PT60S").default("PT60S"),
  })
  .meta({ title: "Smoke check" });

/** All smoke checks, in the order in which they are reported. */
export const smokeChecks = z
  .array(smokeCheck)
  .default([])
  .superRefine(haveUniqueNames("smoke check"), alongOtherFaults)
  .meta({ title: "Smoke checks", description: "Run after each deploy; one that fails fails the update" });

/** One request after a deploy, and what its answer must be. */
export type SmokeCheck = z.output<typeof smokeCheck>;

/** The names of the secrets that a check's request holds, in headers or anywhere in its JSON body. */
export function secretsOf({ request: { headers, json } }: Pick<SmokeCheck, "request">): string[] {
  return [...new Set(secretsNamedIn([headers, json]).map(({ name }) => name))];
}

/** `fetch` refuses such a request, so the check could never pass. */
function sendNoBodyWithGet(value: unknown, ctx: z.core.$RefinementCtx): void {
  const request = z.object({ method: z.enum(["GET", "HEAD"]), json: z.unknown() }).safeParse(value).data;
  if (request && request.json !== undefined) {
    refuse(ctx, ["json"], `no json with method ${request.method}`, { remove: true });
  }
}

function nameNoSecrets(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { json } = z.looseObject({ json: z.unknown() }).partial().safeParse(value).data ?? {};
  for (const { path } of secretsNamedIn(json, ["json"]))
    refuse(ctx, path, "no secret: a gate is asked where no passphrase is", { remove: true });
}

function refuseRedirects(status: number, ctx: z.core.$RefinementCtx): void {
  if (status >= 300 && status <= 399) refuse(ctx, [], "a final status: a redirect is not a pass", { suggest: 200 });
}
