import { startCountingDefaultToZeroValue } from "@vercel/sdk/types/defaultToZeroValue.js";
import { startCountingUnrecognized } from "@vercel/sdk/types/unrecognized.js";
import type { Operation, Reading } from "./operations.ts";

interface Schema {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}
interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What a value lacks or has of another type by one of the SDK's schemas. The SDK itself reads leniently: it fills in what
 * is missing and converts what is mistyped. Both are counted, and are faults here.
 */
export async function errorsOf(
  operation: Operation,
  { schema: expression }: Reading,
  value: unknown,
): Promise<string[]> {
  const name = /(\w+\$inboundSchema)/.exec(expression)?.[1];
  if (!name) return [];
  const module = (await import(operation.imports.get(name) ?? "")) as Readonly<Record<string, Schema>>;
  const schema = module[name];
  if (!schema) return [`the SDK has no ${name}`];
  const values = expression.startsWith("z.array(") && Array.isArray(value) ? value : [value];
  return values.flatMap((one) => errorsIn(schema, one));
}

function errorsIn(schema: Schema, value: unknown): string[] {
  const [missing, mistyped] = [startCountingDefaultToZeroValue(), startCountingUnrecognized()];
  const parsed = schema.safeParse(value);
  const [lacks, converted] = [missing.end(), mistyped.end()];
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (lacks + converted === 0) return [];
  // What only a losing branch of a union filled in is not in what was read.
  const places = differences(value, parsed.data);
  if (places.length === 0) return [];
  return [`${lacks} missing and ${converted} mistyped or unknown values: ${places.slice(0, 12).join(", ")}`];
}

/** Where the SDK's reading has something that the answer had not, or has it otherwise; what it does not know it leaves out. */
function differences(given: unknown, read: unknown, at = ""): string[] {
  if (Array.isArray(given) && Array.isArray(read))
    return given.flatMap((one, index) => differences(one, read[index], `${at}[${index}]`));
  if (isObject(given) && isObject(read)) {
    const told = Object.keys(given);
    const added = Object.keys(read).filter((name) => !told.some((one) => renamed(one, read) === name));
    return [...told, ...added].flatMap((name) =>
      differences(given[name], read[renamed(name, read)], at ? `${at}.${name}` : name),
    );
  }
  const same = Object.is(given, read) || (given !== null && read === undefined);
  return same ? [] : [`${at} (${JSON.stringify(given)?.slice(0, 60)} → ${JSON.stringify(read)?.slice(0, 60)})`];
}

/** The SDK writes every name in camel case. */
function renamed(name: string, read: object): string {
  const plain = (text: string) => text.replaceAll("_", "").toLowerCase();
  return name in read ? name : (Object.keys(read).find((one) => plain(one) === plain(name)) ?? name);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
