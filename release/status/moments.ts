const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** A length of time in its two largest units: `7 d`, `1 h 30 min`. */
export function span(ms: number): string {
  const parts: string[] = [];
  let left = Math.max(0, ms);
  for (const [name, unit] of units) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** A moment for people, to the minute: `2026-11-21 14:05 UTC`. */
export const moment = (at: string | Date): string => `${iso(at).slice(0, 16).replace("T", " ")} UTC`;

/** Without the year and the zone, where both are known: `11-21 14:05`. */
export const shortMoment = (at: string | Date): string => iso(at).slice(5, 16).replace("T", " ");

const iso = (at: string | Date) => (typeof at === "string" ? at : at.toISOString());
