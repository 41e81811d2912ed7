import { stripVTControlCharacters } from "node:util";

/** A value shorter than this is not hidden: `true` or `prod` hides nothing and would riddle every message. */
const LEAST_HIDDEN_LENGTH = 6;

/**
 * Remote text (log lines, error messages) made safe to print: no terminal controls, no CI workflow commands,
 * at most `limit` characters a line (default 500).
 */
export function plainText(text: string, limit = 500): string {
  return stripVTControlCharacters(text)
    .split(/\r\n|[\r\n]/)
    .map((line) =>
      line
        .replaceAll(/\p{Cc}/gu, " ")
        .replaceAll("##[", "# [")
        .replace(/^\s*::/, ": :")
        .trimEnd(),
    )
    .map((line) => (line.length > limit ? `${line.slice(0, limit)}…` : line))
    .join("\n")
    .trim();
}

/**
 * A function that replaces each of these values by `[secret]`: in clear, URL-encoded, JSON-escaped and in base64.
 * Longer values go first, so that one that contains another is hidden as a whole.
 */
export function redactor(values: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const value of values) {
    if (value.length < LEAST_HIDDEN_LENGTH) continue;
    forms.add(value).add(encodeURIComponent(value)).add(JSON.stringify(value).slice(1, -1));
    const bytes = Buffer.from(value);
    forms.add(bytes.toString("base64").replace(/=+$/, "")).add(bytes.toString("base64url"));
    // A value of several lines (a private key) is printed line by line.
    for (const line of value.split("\n")) if (line.trim().length >= LEAST_HIDDEN_LENGTH) forms.add(line.trim());
  }
  const ordered = [...forms].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((left, form) => left.replaceAll(form, "[secret]"), text);
}
