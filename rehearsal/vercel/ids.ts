import { createHash } from "node:crypto";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Letters and digits that follow from `seed` alone, so two runs of one story have the same ids. */
export function code(seed: string, length: number, alphabet = letters): string {
  let text = "";
  for (let block = 0; text.length < length; block += 1)
    for (const byte of createHash("sha256").update(`${seed}\n${block}`).digest())
      text += alphabet[byte % alphabet.length];
  return text.slice(0, length);
}

/** As `code`, in what a host name allows. */
export const hostCode = (seed: string, length: number): string =>
  code(seed, length, "0123456789abcdefghijklmnopqrstuvwxyz");

/** Numbers each kind of thing from 1, so that ids do not depend on other kinds. */
export class Ids {
  readonly #counts: Map<string, number>;

  /** @param counts how many there were of each kind; kept up to date. */
  constructor(counts: Map<string, number>) {
    this.#counts = counts;
  }

  /** e.g. `next("dpl", 28)` → `dpl_` and 28 characters; without a prefix for ids that have none. */
  next(kind: string, length: number, prefix = ""): string {
    return prefix + code(this.seed(kind), length);
  }

  /** A seed that is used once. */
  seed(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `vercel ${kind} ${count}`;
  }
}
