import { stripVTControlCharacters } from "node:util";

const LONGEST = 80;

/** A value for a message: quoted, on one line, shortened, and without a user name or password that a URL carries. */
export function show(value: string): string {
  const line = stripVTControlCharacters(value).replace(/(:\/\/)[^/?#@\s]*@/, "$1…@");
  return JSON.stringify(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}
