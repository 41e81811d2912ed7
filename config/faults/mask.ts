import { type Path, propertyPath } from "./property-path.ts";

const MASKED = "[masked]";
const LONGEST_SHOWN = 80;
/** A shorter secret would hide half of all words when looked for inside them, so it hides only itself. */
const SHORTEST_INSIDE = 4;

/** Forms of credentials that vendors use, addresses with a password, and long runs that mix letters and digits. */
const CREDENTIALS = [
  /(?:^|[^A-Za-z0-9])(?:sk|pk|rk|rnd|pcsk|sbp|gh[opsu]|github_pat|glpat|xox[abp]|whsec|vc[a-z]?)[-_][A-Za-z0-9]/i,
  /(?:^|[^A-Za-z0-9])(?:eyJ|AKIA|ASIA)[A-Za-z0-9]/,
  /-----BEGIN/,
  /\/\/[^/\s@]*:[^/\s@]*@/,
  /(?=[A-Za-z_+]*\d)(?=[\d_+]*[A-Za-z])[A-Za-z0-9_+]{20,}/,
  /^[A-Za-z0-9+/]{32,}={0,2}$/,
];

/** Keys whose values are secrets by their name: environment variables and headers. */
const SECRET_NAME = /key|secret|token|password|passwd|passphrase|credential|authorization|cookie|jwt|dsn/i;

/** Decides what of a configuration may be shown. When in doubt it does not show. */
export class Mask {
  readonly #secrets: readonly string[];
  readonly #hidden: ReadonlySet<string>;

  /**
   * @param secrets the known secret values; nothing that holds one is shown
   * @param hidden sections of which no value is shown
   */
  constructor(secrets: Iterable<string>, hidden: Iterable<string>) {
    const withTrimmed = [...secrets].flatMap((secret) => [secret, secret.trim()]);
    this.#secrets = [...new Set(withTrimmed)].filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
    this.#hidden = new Set(["secrets", ...hidden]);
  }

  /** Whether the value at `path` must not be shown. */
  hides(value: unknown, path: Path): boolean {
    if (this.#hidden.has(String(path[0]))) return true;
    if (typeof value === "object") return false;
    const name = path.findLast((segment) => typeof segment === "string");
    const text = String(value);
    return this.#holdsSecret(text) || looksSecret(text) || (path[0] !== name && SECRET_NAME.test(String(name)));
  }

  /** A value as a message shows it: short, on one line, and masked where need be. */
  show(value: unknown, path: Path): string {
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
    if (value === null) return "empty";
    if (typeof value === "object") return "a map";
    if (this.hides(value, path)) return MASKED;
    if (typeof value !== "string") return String(value);
    return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);
  }

  /** Whether a key itself must not be shown: a secret typed where a name belongs. */
  hidesKey(segment: PropertyKey): boolean {
    if (typeof segment === "number") return false;
    const key = String(segment);
    return this.#holdsSecret(key) || (!/^[A-Z][A-Z_]*$/.test(key) && looksSecret(key));
  }

  /** A path in Pulumi's notation, with masked keys where need be. */
  path(path: Path): string {
    return propertyPath(path.map((segment) => (this.hidesKey(segment) ? MASKED : printable(segment))));
  }

  /** Whether the path can stand in a command: nothing of it is masked or unprintable. */
  canName(path: Path): boolean {
    return path.every((segment) => !this.hidesKey(segment) && printable(segment) === segment);
  }

  /** Text of others (a library's message) with every known secret taken out. */
  scrub(text: string): string {
    return this.#secrets
      .filter((secret) => secret.length >= SHORTEST_INSIDE)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
      .reduce((clean, secret) => clean.replaceAll(secret, MASKED), text);
  }

  #holdsSecret(text: string): boolean {
    return this.#secrets.some((secret) => (secret.length < SHORTEST_INSIDE ? text === secret : text.includes(secret)));
  }
}

function looksSecret(text: string): boolean {
  return CREDENTIALS.some((form) => form.test(text));
}

function printable(segment: PropertyKey): PropertyKey {
  return typeof segment === "string" ? segment.replace(/\p{C}/gu, "\uFFFD") : segment;
}
