import { z } from "zod";
import { compileBodySchema } from "./body-schema.ts";
import { positiveDuration } from "./duration.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { text } from "./text.ts";

/** The HTTP methods that a check may use. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const headerName = text(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
  expected: "the name of an HTTP header",
  description: "The name of an HTTP header, in any case",
  examples: ["origin"],
});

const headers = (description: string) =>
  z
    .record(
      headerName,
      text(/^[\t\x20-\x7e\x80-\xff]*$/, {
        expected: "a header value on one line",
        description: "Sent or compared byte for byte",
        examples: ["true"],
      }),
    )
    .default({})
    .meta({ description });

const request = z
  .strictObject({
    method: z.enum(methods).default("GET").meta({ description: "The HTTP method" }),
    path: text(/^\/(?!\/)\S*$/, {
      expected: "a path that starts with /",
      description: "Path and query, on the target's address",
      examples: ["/health"],
    }),
    headers: headers("Request headers"),
    json: z.unknown().exactOptional().meta({ description: "Sent as the JSON body" }),
  })
  .superRefine(sendNoBodyWithGet, alongOtherFaults)
  .meta({ description: "The one request" });

const body = z
  .record(z.string(), z.unknown().meta({ description: "A keyword of JSON Schema" }))
  .superRefine(compile)
  .meta({ description: "JSON Schema (draft 2020-12) of the JSON body" });

const expectation = z
  .strictObject({
    status: z
      .int()
      .min(100)
      .max(599)
      .superRefine(refuseRedirects)
      .default(200)
      .meta({ description: "The exact status; a redirect is not a pass (S0.6)" }),
    headers: headers("Response headers that must be there, each exactly so"),
    body: body.exactOptional(),
  })
  .meta({ description: "What the answer must be" });

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
    timeout: positiveDuration("The longest one try may take", "PT5S").default("PT5S"),
    within: positiveDuration("Tried again until it passes, for at most this long", "PT60S").default("PT60S"),
  })
  .meta({ title: "Smoke check" });

/** All smoke checks, in the order in which they are reported. */
export const smokeChecks = z
  .array(smokeCheck)
  .default([])
  .superRefine(haveUniqueNames, alongOtherFaults)
  .meta({ title: "Smoke checks", description: "Run after each deploy; one that fails fails the update" });

/** One request after a deploy, and what its answer must be. */
export type SmokeCheck = z.output<typeof smokeCheck>;

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

function compile(schema: Record<string, unknown>, ctx: z.core.$RefinementCtx): void {
  try {
    compileBodySchema(schema);
  } catch (error) {
    refuse(ctx, [], `a valid JSON Schema (${error instanceof Error ? error.message : String(error)})`, { edit: true });
  }
}

function haveUniqueNames(value: unknown, ctx: z.core.$RefinementCtx): void {
  const names = z.array(z.looseObject({ name: z.string() }).catch({ name: "" })).safeParse(value).data ?? [];
  const seen = new Set<string>();
  names.forEach(({ name }, index) => {
    if (name && seen.has(name)) {
      refuse(ctx, [index, "name"], "a name that no other smoke check has", { suggest: `${name} (${index + 1})` });
    }
    seen.add(name);
  });
}
