import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { subjectOf } from "../../config/faults/fault.ts";
import { judge } from "../../config/judge.ts";
import { stackConfig } from "../../config/schema.ts";

/** Sections as data that a test may break in any way. */
export type Sections = Record<string, unknown>;

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The sections of a committed stack file: a configuration without faults, but for secrets that are not set. */
export function committed(stack: string): Sections {
  const { config } = parse(readFileSync(`${ROOT}Pulumi.${stack}.yaml`, "utf8")) as { config: Sections };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^cutover:/, ""), value]));
}

/** The secrets that the committed stacks name, with values for tests. */
export const SECRETS: Readonly<Record<string, string>> = {
  SUPABASE_SERVICE_KEY: "value-of-supabase-service",
  OPENAI_API_KEY: "value-of-openai",
  PINECONE_API_KEY: "value-of-pinecone",
  JWT_SECRET: "value-of-jwt",
  SUPABASE_ANON_KEY: "value-of-supabase-anon",
  SMOKE_TOKEN: "value-of-smoke-token",
};

const STAGING = committed("staging");

/** A staging configuration that is whole, with the values at the given paths replaced; `undefined` takes a key out. */
export function staging(changes: Readonly<Record<string, unknown>> = {}): Sections {
  const sections: Sections = { ...structuredClone(STAGING), secrets: { ...SECRETS } };
  for (const [path, value] of Object.entries(changes)) put(sections, path, value);
  return sections;
}

/** Pulumi's flat map of the sections: JSON text by full key. */
export function rawOf(sections: Sections): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(sections).map(([key, value]) => [`cutover:${key}`, text(value)]));
}

/** The faults of such a configuration, each as its three lines. */
export function faultsWith(changes: Readonly<Record<string, unknown>>): string[] {
  const { faults, missingSecrets } = judge({ sections: staging(changes) }, subjectOf("staging"), stackConfig);
  return [...faults, ...missingSecrets].map(
    ({ code, what, where, fix }) => `${code}: ${what}\n  at ${where}\n  fix: ${fix}`,
  );
}

/** Sets one value. Paths are written with dots, list positions as numbers: `rollout.ladder.1.dwell`. A key with a dot is its own path. */
export function put(sections: Sections, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>((object, key) => Reflect.get(Object(object), key), sections);
  if (typeof parent !== "object" || parent === null) throw new Error(`The baseline has no ${path}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
}
