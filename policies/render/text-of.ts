import { known, type Plain } from "../unknown.ts";

/** An input as text, whatever it is; empty where it is not set. Throws `NotKnownYet` where it is unknown. */
export function textOf(value: Plain | undefined, path: string): string {
  const found = known(value ?? "", path);
  return typeof found === "object" ? JSON.stringify(found) : String(found).trim();
}

/** The same for words of which it does not matter how they are written. */
export const wordOf = (value: Plain | undefined, path: string): string => textOf(value, path).toLowerCase();
