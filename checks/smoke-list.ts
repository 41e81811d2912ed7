import { z } from "zod";
import { compileBodySchema } from "../config/body-schema.ts";
import { duration, durationMs } from "../config/duration.ts";
import { methods } from "../config/smoke-checks.ts";
import type { SmokeCheck } from "./smoke.ts";
import { reveal, type SmokeSecrets } from "./smoke-secrets.ts";

const headers = z
  .record(z.string(), z.string())
  .default({})
  .superRefine((all, context) => {
    for (const [name, value] of Object.entries(all)) {
      try {
        new Headers([[name, value]]);
      } catch {
        context.addIssue({
          code: "custom",
          path: [name],
          message: "expected the name and the value of an HTTP header",
        });
      }
    }
  });
const time = (description: string, preset: string) =>
  duration(description, preset).default(preset).transform(durationMs);

const address = z
  .url({ protocol: /^https?$/, error: "expected an http or https URL" })
  .refine(
    (url) => !URL.parse(url)?.username && !URL.parse(url)?.password,
    "expected no user name or password in a URL: send a header",
  );

const expectation = z
  .strictObject({
    status: z
      .int()
      .min(100)
      .max(599)
      .refine((status) => status < 300 || status > 399, "expected a final status: a redirect is not a pass (S0.6)")
      .default(200),
    headers,
    body: z
      .record(z.string(), z.unknown())
      .transform((schema, context) => {
        try {
          return compileBodySchema(schema);
        } catch (cause) {
          context.addIssue(`expected a JSON Schema: ${cause instanceof Error ? cause.message : cause}`);
          return z.NEVER;
        }
      })
      .optional(),
    maxDuration: duration("The longest the answer may take", "PT0.5S").transform(durationMs).optional(),
  })
  .prefault({})
  .transform(({ maxDuration, body, ...same }) => ({
    ...same,
    ...(body ? { body } : {}),
    ...(maxDuration === undefined ? {} : { maxDurationMs: maxDuration }),
  }));

/** One check as `cutover smoke` reads it: as in stack configuration, with the address already resolved. */
const Entry = z.strictObject({
  name: z.string().min(1),
  url: address,
  request: z
    .strictObject({ method: z.enum(methods).default("GET"), headers, json: z.unknown().optional() })
    .refine(({ method, json }) => json === undefined || !["GET", "HEAD"].includes(method), {
      path: ["json"],
      error: "a GET or HEAD request has no body; expected another method, or no json",
    })
    .prefault({}),
  expect: expectation,
  afterwards: z
    .strictObject({
      url: address,
      expect: expectation,
      within: time("Asked again until it passes, for at most this long", "PT60S"),
    })
    .optional(),
  timeout: time("The longest one try may take", "PT5S"),
  within: time("Tried again until it passes, for at most this long", "PT60S"),
  covers: z.array(z.string()).optional(),
});

const List = z.array(Entry).superRefine((checks, context) => {
  const names = checks.map(({ name }) => name);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index)
      context.addIssue({ code: "custom", path: [index, "name"], message: `the name ${JSON.stringify(name)} is taken` });
});

/** The list of checks is not what it should be. `message` names every fault with its place. */
export class SmokeListError extends Error {
  readonly code = "SMOKE_LIST_INVALID";
  constructor(source: string, faults: readonly string[]) {
    super(
      [
        `SMOKE_LIST_INVALID: the smoke checks in ${source} cannot be used:`,
        ...faults.map((fault) => `  ${fault}`),
      ].join("\n"),
    );
    this.name = "SmokeListError";
  }
}

/**
 * Parses a JSON list of smoke checks. Throws `SmokeListError` with all faults; values are never repeated, as headers may
 * hold a secret.
 *
 * @param source Where the text came from, for the message.
 * @param secrets Values for the `{ secret: NAME }` in requests.
 */
export function parseSmokeList(text: string, source: string, secrets: SmokeSecrets = {}): SmokeCheck[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SmokeListError(source, [
      "it is not JSON; expected a list of checks: [{ name, url, request, expect, … }]",
    ]);
  }
  const revealed = (Array.isArray(json) ? json : []).map((check) => reveal(Object(check).request, secrets));
  const lacking = new Set(revealed.flatMap(({ unknown }) => unknown));
  if (lacking.size > 0)
    throw new SmokeListError(
      source,
      [...lacking].map((name) => `no value for the secret ${name}; give it in CUTOVER_SMOKE_SECRETS`),
    );
  const used = revealed.map((part) => part.secrets);
  const whole = Array.isArray(json) ? json.map((check, index) => withRequest(check, revealed[index]?.value)) : json;
  const parsed = List.safeParse(whole);
  if (!parsed.success)
    throw new SmokeListError(
      source,
      parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`),
    );
  return parsed.data.map(({ name, url, request, expect, afterwards, timeout, within, covers }, index) => ({
    probe: {
      name,
      request: { ...request, url, ...(used[index]?.length ? { secrets: used[index] } : {}) },
      expect,
      timeoutMs: timeout,
    },
    withinMs: within,
    ...(afterwards && { afterwards: { url: afterwards.url, expect: afterwards.expect, withinMs: afterwards.within } }),
    covers: covers ?? [],
  }));
}

const withRequest = (check: unknown, request: unknown): unknown =>
  request === undefined ? check : { ...Object(check), request };

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("") || "the list";
