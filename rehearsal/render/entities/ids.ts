import { createHash } from "node:crypto";

const alphabet = "0123456789abcdefghijklmnopqrstuv";

/** Ids as Render writes them: a prefix and 20 characters of 0-9a-v. Made from a counter, so two runs are equal. */
export class Ids {
  count = 0;

  /** @param prefix such as `srv`, `dep` or `dsk`. */
  next(prefix: string): string {
    this.count += 1;
    return `${prefix}-${digits(`${prefix} ${this.count}`, 20)}`;
  }
}

/** `length` (at most 32) characters of 0-9a-v, always the same for the same text. */
export function digits(text: string, length: number): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, length);
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join("");
}
