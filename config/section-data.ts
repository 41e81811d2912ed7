/** The namespace of this project's keys in a stack's configuration. */
export const NAMESPACE = "cutover:";

/**
 * A section as Pulumi delivers it: a map or a list as JSON, also where the file holds that JSON as one text
 * (`pulumi config set cutover:origins '["https://…"]'`). Anything else, such as a forgotten `--path`, is the text itself.
 */
export function sectionData(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
