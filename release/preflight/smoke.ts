import type { Sources } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { compileBodySchema } from "../../config/body-schema.ts";
import { durationMs } from "../../config/duration.ts";
import { type SmokeCheck, secretsOf } from "../../config/smoke-checks.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { fail, type Prerequisite, pass, warning } from "./prerequisite.ts";

/** One declared request with what its answer must be: of a smoke check, or of a gate. */
type DeclaredRequest = Pick<SmokeCheck, "name" | "target" | "request" | "expect" | "timeout">;

export interface Backend {
  /** As declared in cutover:smokeChecks. */
  readonly smokeChecks: readonly SmokeCheck[];
  readonly declaration: Pick<Declaration, "gates">;
  /** Path of the API's health check; undefined where none is declared. */
  readonly healthPath: string | undefined;
}

/** The API says about itself that it is well, in JSON (S2.1, S2.3). */
export async function health(
  backend: Backend,
  sources: Pick<Sources, "http">,
  signal: AbortSignal,
): Promise<Prerequisite> {
  const name = "health";
  const { healthPath = "/health" } = backend;
  const declared = requestsOf(backend).find(
    ({ target, request, expect }) => target === "api" && expect.body !== undefined && request.path === healthPath,
  );
  return declared
    ? run(name, declared, sources, signal)
    : fail(name, `nothing holds the JSON of ${healthPath} against a schema`, declareIt);
}

/** The old endpoint announces its end, so that whoever calls it can know (S2.1, S0.8). */
export async function deprecation(
  backend: Backend,
  percent: number,
  sources: Pick<Sources, "http">,
  signal: AbortSignal,
): Promise<Prerequisite> {
  const name = "deprecation headers";
  if (percent === 100) return pass(name, "not asked at 100 %, where a call would count as one of a user");
  const announces = ({ expect }: DeclaredRequest) => Object.keys(expect.headers).map((header) => header.toLowerCase());
  const declared = requestsOf(backend).find((one) =>
    ["deprecation", "sunset"].every((header) => announces(one).includes(header)),
  );
  return declared
    ? run(name, declared, sources, signal)
    : fail(name, "nothing expects the headers deprecation and sunset of the old endpoint", declareIt);
}

const declareIt = "declare a smoke check or a gate that does: docs/configuration.md";

const requestsOf = ({ smokeChecks, declaration }: Backend): DeclaredRequest[] => [
  ...smokeChecks,
  ...declaration.gates.flatMap(({ name, http }) => (http ? [{ name, ...http }] : [])),
];

async function run(
  name: string,
  check: DeclaredRequest,
  { http }: Pick<Sources, "http">,
  signal: AbortSignal,
): Promise<Prerequisite> {
  const { target, request, expect, timeout } = check;
  const what = `${request.method} ${request.path}`;
  if (secretsOf(check).length > 0)
    return warning(
      name,
      `${what} needs a secret, which only pulumi up has`,
      `it runs in pulumi up: ${JSON.stringify(check.name)}`,
    );
  const { body, ...exact } = expect;
  const { verdict } = await http(
    target,
    {
      request: { ...request, headers: plain(request.headers) },
      expect: { ...exact, ...(body ? { body: compileBodySchema(body) } : {}) },
      timeoutMs: durationMs(timeout),
    },
    signal,
  );
  const [first] = verdict.differences;
  if (verdict.outcome === "pass") return pass(name, `${what} answers ${remoteText(verdict.observed)}`);
  const why = first
    ? `${first.at} is ${first.observed}, expected ${first.expected}`
    : (verdict.reason ?? verdict.observed);
  return fail(
    name,
    remoteText(`${what}: ${why.replace(/^[A-Z_]{4,}: /, "")}`, { longest: 300 }),
    verdict.outcome === "fail" ? "look at the API's log" : "see that it can be reached from here",
  );
}

const plain = (headers: SmokeCheck["request"]["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
