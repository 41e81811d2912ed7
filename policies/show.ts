import { stripVTControlCharacters } from "node:util";
import { looksRandom } from "./secrets/random-text.ts";
import { tokenIn } from "./secrets/token-formats.ts";

const LONGEST = 80;

/**
 * A value for a message: quoted, on one line, shortened, and without a user name or password that a URL carries. What looks
 * like a credential is named instead: somebody may have put it where it does not belong.
 */
export function show(value: string): string {
  const line = withoutSignIn(stripVTControlCharacters(value));
  const secret = credentialIn(line);
  if (secret !== undefined) return `${secret} (not shown)`;
  return JSON.stringify(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}

/** Whether a value must not be told as it is: it looks like a credential, or it is a URL that signs somebody in. */
export const mayBeSecret = (value: string): boolean =>
  withoutSignIn(value) !== value || credentialIn(value) !== undefined;

const withoutSignIn = (text: string): string => text.replaceAll(/(:\/\/)[^/?#@\s]*@/g, "$1…@");

const credentialIn = (text: string): string | undefined =>
  tokenIn(text) ?? (looksRandom("", text.trim()) ? "a random text" : undefined);
