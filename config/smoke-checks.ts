import { z } from "zod";
import { jsonSchema } from "./body-schema.ts";
import { positiveDuration } from "./duration.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { ENV_NAME, text } from "./text.ts";
import { haveUniqueNames } from "./unique-names.ts";

/** The HTTP methods that a check may use. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const headerName = text(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
  expected: "the name of an HTTP header",
  description: "The name of an HTTP header, in any case",
  examples: ["origin"],
});

const headerValue = text(/^[\t\x20-\x7e\x80-\xff]*$/, {
  expected: "a header value on one line",
  description: "Sent or compared byte for byte",
  examples: ["true"],
});

/** Stands in the list of checks as it is; only `cutover smoke` puts the value in its place, and shows it nowhere. */
export const secretReference = z
  .strictObject({
    secret: text(ENV_NAME, {
      expected: "the name of a secret under cutover:secrets",
      description: "The name of a secret under cutover:secrets",
      examples: ["SMOKE_TOKEN"],
    }),
    prefix: z
      .string()
      .exactOptional()
      .meta({ description: "Put before the secret", examples: ["Bearer "] }),
  })
  .meta({ title: "A secret" });

const headers = <Value extends z.ZodType>(value: Value, description: string) =>
  z.record(headerName, value).default({}).meta({ description });

const path = text(/^\/(?!\/)\S*$/, {
  expected: "a path that starts with /",
  description: "Path and query, on the target's address",
  examples: ["/health"],
});

const request = z
  .strictObject({
    method: z.enum(methods).default("GET").meta({ description: "The HTTP method" }),
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

const Reference = secretReference.transform(({ secret }) => secret);

/** The names of the secrets that a check's request holds, in headers or anywhere in its JSON body. */
export function secretsOf({ request: { headers, json } }: Pick<SmokeCheck, "request">): string[] {
  const named = (value: unknown): string[] => {
    const name = Reference.safeParse(value).data;
    if (name !== undefined) return [name];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(named) : [];
  };
  return [...new Set([...named(headers), ...named(json)])];
}

/** `fetch` refuses such a request, so the check could never pass. */
function sendNoBodyWithGet(value: unknown, ctx: z.core.$RefinementCtx): void {
  const request = z.object({ method: z.enum(["GET", "HEAD"]), json: z.unknown() }).safeParse(value).data;
  if (request && request.json !== undefined) {
    refuse(ctx, ["json"], `no json with method ${request.method}`, { remove: true });
  }
}

function refuseRedirects(status: number, ctx: z.core.$RefinementCtx): void {
  if (status >= 300 && status <= 399) refuse(ctx, [], "a final status: a redirect is not a pass", { suggest: 200 });
}
