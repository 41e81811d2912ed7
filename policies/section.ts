/** A section of a stack's configuration as Pulumi hands it to a pack: JSON, or bare text. */
export function sectionOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text, (_key, value) => (typeof value === "string" ? writtenTime(value) : value));
  } catch {
    return text;
  }
}

/** A day or a time in the file that is not quoted arrives in Go's words: `2026-12-31 00:00:00 +0000 UTC`. */
const writtenTime = (text: string): string =>
  text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) \+0000 UTC$/, (_, day, time) =>
    time === "00:00:00" ? day : `${day}T${time}Z`,
  );
