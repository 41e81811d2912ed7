const GO_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d) \S+$/;

/**
 * A day or a time as the stack's file has it. Pulumi takes one without quotes for a time and hands it over in Go's
 * words: `2026-12-31 00:00:00 +0000 UTC`. Every other value is left as it is.
 */
export function writtenTime(value: unknown): unknown {
  const [, day, time, hours, minutes] = (typeof value === "string" && GO_TIME.exec(value)) || [];
  if (day === undefined || time === undefined) return value;
  const inUtc = hours === "+00" && minutes === "00";
  if (inUtc && time === "00:00:00") return day;
  return `${day}T${time}${inUtc ? "Z" : `${hours}:${minutes}`}`;
}
