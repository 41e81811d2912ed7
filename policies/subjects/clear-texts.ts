import { baselineOf, expectationOf } from "../env/baseline.ts";
import { isLiteral, outputOf, secretOf } from "../env/declared.ts";
import type { ReadConfig, StackFacts } from "../facts.ts";
import { ENV_GROUP, VERCEL_DEPLOYMENT } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import type { PlainRecord } from "../unknown.ts";
import { backendServices } from "./backend-services.ts";
import { recordOf } from "./rollouts.ts";
import { VERCEL_SETTINGS, variablesAtVercel } from "./vercel-environment.ts";
import { type WrittenText, writtenTexts } from "./written-texts.ts";

/** A text that stands where everybody who reads the file, or the program, can read it. */
export interface ClearText {
  /** The variable, or the key in the configuration. */
  readonly name: string;
  readonly urn?: string;
  readonly text: string;
  /** Where it stands, as a message says it. */
  readonly place: string;
  /** A variable, and the side of `cutover:env` on which it stands or belongs. */
  readonly variable?: { readonly side: string; readonly expected: boolean };
  /** Something else in the configuration. */
  readonly written?: WrittenText;
  /** A file of many lines, each of which may be a variable. */
  readonly file?: boolean;
  /** The key of the configuration that holds it. */
  readonly at?: string;
}

/** Every literal of the configuration, and what resources have that the configuration does not explain. */
export const clearTexts: WholeSubjects<ClearText, object> = {
  description: "values in the stack's configuration, and of resources beside it",
  types: new Set([...backendServices.types, ...VERCEL_SETTINGS, ENV_GROUP, VERCEL_DEPLOYMENT]),

  ofStack(resources, stack) {
    const found = resources.flatMap((resource) => valuesOf(resource, stack));
    const secret = new Set(found.filter(({ explained }) => explained === "secret").map(({ text }) => text));
    const unexplained = found.filter(({ explained, text }) => explained === undefined && !secret.has(text));
    return [...configured(stack.section), ...unexplained.map(({ explained: _, ...one }) => one)];
  },
  ofConfig: (config) => configured((key) => Reflect.get(config, key)),
};

type Sides = Readonly<Record<string, unknown>>;

function configured(section: ReadConfig): ClearText[] {
  const variables = Object.entries(recordFrom(section("env"))).flatMap(([side, all]) =>
    Object.entries(recordFrom(all)).flatMap(([name, source]) => variableOf(side, name, source, section)),
  );
  return [...variables, ...writtenTexts(section).map(elsewhere)];
}

function variableOf(side: string, name: string, source: unknown, section: ReadConfig): ClearText[] {
  const at = `cutover:env.${side}.${name}`;
  const known = { name, place: `cutover:env.${side}`, at };
  const reference = secretOf(source);
  // Whoever pastes a token where the name of a secret belongs has written it in clear.
  if (reference !== undefined) return [{ ...known, text: reference }];
  if (!isLiteral(source)) return [];
  const half = side === "frontend" ? "frontend" : "backend";
  return [{ ...known, text: String(source), variable: { side, expected: expectsSecret(section, half, name) } }];
}

/** A baseline that cannot be read is told by its own rule. */
function expectsSecret(section: ReadConfig, half: "backend" | "frontend", name: string): boolean {
  try {
    const baseline = baselineOf(section("baseline"), half);
    return baseline !== undefined && expectationOf(baseline, name) === "secret";
  } catch {
    return false;
  }
}

const elsewhere = (written: WrittenText): ClearText => ({
  name: written.path,
  text: written.text,
  place: "the stack's configuration",
  written,
  at: `cutover:${written.path}`,
});

interface Found extends ClearText {
  /** What the configuration says of it: that it is a secret or an output, or a literal that is judged there. */
  readonly explained: "secret" | "literal" | undefined;
}

/** Texts that a resource has and that may be secrets. */
function valuesOf(resource: JudgedResource, stack: StackFacts): Found[] {
  const place = `the resource ${resource.name}`;
  const urn = resource.urn ? { urn: resource.urn } : {};
  const found = (name: string, text: unknown, side: string, sides: readonly string[]): Found[] => {
    if (typeof text !== "string" || resource.secrets?.has(text)) return [];
    const known = { name, ...urn, text, place, variable: { side, expected: false } };
    return [{ ...known, explained: explanation(name, text, sides, stack.env) }];
  };
  if (VERCEL_SETTINGS.has(resource.type) || resource.type === VERCEL_DEPLOYMENT)
    return variablesAtVercel(resource).flatMap(({ key, value }) => found(key, value, "frontend", ["frontend"]));

  const inputs = resource.properties();
  const values = (env: PlainRecord, side: string, sides: readonly string[]) =>
    Object.entries(env).flatMap(([name, value]) => found(name, value, side, sides));

  const role = resource.type === ENV_GROUP ? "backend" : backendServices.ofResource(resource).role;
  const files = Object.entries(recordOf(inputs.secretFiles ?? null)).flatMap(([name, text]): Found[] =>
    typeof text === "string" && !resource.secrets?.has(text)
      ? [{ name, ...urn, text, place, file: true, explained: undefined }]
      : [],
  );
  return [...values(recordOf(inputs.env ?? null), role, [role, "backend"]), ...files];
}

/** A variable of the same name explains a value; a literal only its own, since that is what is judged there. */
function explanation(name: string, text: string, sides: readonly string[], env: StackFacts["env"]): Found["explained"] {
  const source = sides.map((side) => env[side]?.[name]).find((one) => one !== undefined);
  if (source === undefined) return undefined;
  if (isLiteral(source)) return String(source) === text ? "literal" : undefined;
  return secretOf(source) !== undefined || outputOf(source) !== undefined ? "secret" : "literal";
}

const recordFrom = (value: unknown): Sides => (typeof value === "object" && value !== null ? (value as Sides) : {});
