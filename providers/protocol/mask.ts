import { isRecord, Secret, type Wire, type WireRecord } from "./wire.ts";

const masked = "[secret]";
/** Shorter values would blank out half a message and protect nothing. */
const shortest = 4;
/** From here on a value is masked inside longer words and in its encoded forms too. */
const long = 8;
const wordsThatTellNothing = /^(true|false|null|none|undefined)$/i;

/**
 * Replaces secret values in text that people read: in clear, URL-encoded, base64, JSON-escaped.
 * A value that also stands in clear elsewhere in the same resource (a region, its own URL) is no secret and stays legible.
 */
export class Masker {
  readonly #hidden: readonly (string | RegExp)[];

  constructor(secrets: Iterable<string>, clear: Iterable<string> = []) {
    const shown = [...clear];
    const hidden = [...new Set([...secrets].flatMap((secret) => [secret, ...secret.split(/\r?\n/)]))]
      .filter((secret) => secret.length >= shortest && !wordsThatTellNothing.test(secret))
      .filter((secret) => !shown.some((text) => text.includes(secret)))
      .flatMap((secret) => (secret.length < long ? [secret] : formsOf(secret)))
      .toSorted((one, other) => other.length - one.length);
    this.#hidden = [...new Set(hidden)].map((form) => (form.length < long ? wordOf(form) : form));
  }

  /** The text with every secret in it replaced by `[secret]`. */
  readonly mask = (text: string): string =>
    this.#hidden.reduce<string>((found, hidden) => found.replaceAll(hidden, masked), text);
}

/** The strings that are secret and those that stand in clear in properties; `named` are secret whether marked or not. */
export function stringsOf(
  properties: readonly { readonly [key: string]: unknown }[],
  named: readonly string[] = [],
): { secrets: string[]; clear: string[] } {
  const secrets: string[] = [];
  const clear: string[] = [];
  const collect = (value: unknown, secret: boolean): void => {
    if (value instanceof Secret) collect(value.value, true);
    else if (typeof value === "string") (secret ? secrets : clear).push(value);
    else if (typeof value === "number") (secret ? secrets : clear).push(String(value));
    else if (Array.isArray(value)) for (const item of value as Wire[]) collect(item, secret);
    else if (isRecord(value)) for (const item of Object.values(value as WireRecord)) collect(item, secret);
  };
  for (const record of properties) {
    for (const [key, value] of Object.entries(record)) collect(value, named.includes(key));
  }
  return { secrets, clear };
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    JSON.stringify(secret).slice(1, -1),
  ];
}

function wordOf(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(text)}(?![A-Za-z0-9])`, "g");
}
