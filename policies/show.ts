import { stripVTControlCharacters } from "node:util";
import { looksRandom } from "./secrets/random-text.ts";
import { tokenIn } from "./secrets/token-formats.ts";

const LONGEST = 80;

/**
 * A value for a message: quoted, on one line, shortened, and without a user name or password that a URL carries. What looks
 * like a credential is named instead: somebody may have put it where it does not belong.
 */
export function show(value: string): string {
  const line = stripVTControlCharacters(value).replace(/(:\/\/)[^/?#@\s]*@/, "$1…@");
  const secret = tokenIn(line) ?? (looksRandom("", line.trim()) ? "a random text" : undefined);
  if (secret !== undefined) return `${secret} (not shown)`;
  return JSON.stringify(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}
