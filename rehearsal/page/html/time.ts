/** A moment as a clock shows it; with its day where that is not the world's today. @param iso in UTC */
export function clockTime(iso: string, now: string): string {
  const [day = "", time = ""] = iso.split("T");
  const text = time.slice(0, 8);
  return now.startsWith(day) ? text : `${day.slice(5)} ${text}`;
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** A length of time in its two largest units: `7 d`, `1 h 30 min`. */
export function span(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [name, unit] of units) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || `${ms} ms`;
}
