import { text } from "./text.ts";

const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/** Weeks to seconds only: a month or a year has no fixed length, so a dwell in months could not be judged. */
const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d+)?)S)?)?$/;

/** An ISO 8601 duration of fixed length, kept as text: `PT5S`, `PT24H`, `P7D`. Zero is allowed. */
export function duration(description: string, example: string) {
  const expected = "an ISO 8601 duration in weeks, days, hours, minutes or seconds, such as PT90S or P7D";
  return text(DURATION, { expected, description, examples: [example] });
}

/** The same, longer than zero. */
export function positiveDuration(description: string, example: string) {
  const expected = "an ISO 8601 duration longer than zero, such as PT5S or PT2M";
  return text(new RegExp(`(?=.*[1-9])${DURATION.source}`), { expected, description, examples: [example] });
}

/** The same, longer than zero, or one word that means a time which is not fixed. */
export function durationOr(word: string, description: string, example: string) {
  const expected = `${word}, or an ISO 8601 duration longer than zero, such as ${example}`;
  const pattern = new RegExp(`^${word}$|(?=.*[1-9])${DURATION.source}`);
  return text(pattern, { expected, description, examples: [example] });
}

/**
 * The length of an ISO 8601 duration in milliseconds.
 * @throws RangeError for anything that {@link duration} refuses
 */
export function durationMs(iso: string): number {
  const length = lengthOf(iso);
  if (length === undefined) throw new RangeError(`${JSON.stringify(iso)} is not an ISO 8601 duration of fixed length`);
  return length;
}

/** The same for a text that may be none: undefined then. */
export function lengthOf(iso: string): number | undefined {
  const parts = DURATION.exec(iso)?.slice(1);
  return parts && UNITS_MS.reduce((total, unitMs, index) => total + Number(parts[index] ?? 0) * unitMs, 0);
}
