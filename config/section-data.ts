import { writtenTime } from "./written-time.ts";

/** The namespace of this project's keys in a stack's configuration. */
export const NAMESPACE = "cutover:";

/** This project's keys of a stack's configuration, without the namespace, as data. */
export function sectionsOf(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(
    own.map(([key, value]) => [key.slice(NAMESPACE.length), typeof value === "string" ? sectionData(value) : value]),
  );
}

/**
 * A section as Pulumi delivers it: a map or a list as JSON, also where the file holds that JSON as one text
 * (`pulumi config set cutover:origins '["https://…"]'`), and a switch as a word. Anything else, such as a forgotten
 * `--path`, is the text itself.
 */
function sectionData(value: string): unknown {
  if (value === "true" || value === "false") return value === "true";
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value, (_key, inner) => writtenTime(inner));
  } catch {
    return value;
  }
}
