import { remoteText } from "../remote-text.ts";

/** What a database, or the way to it, answered instead of doing what it was asked. */
export interface Trouble {
  /** SQLSTATE of PostgreSQL, or the code of a network error. */
  readonly code: string | undefined;
  /** On one line, without secrets. */
  readonly what: string;
  /** What would help, where that is known. */
  readonly fix?: string;
}

/**
 * Reads an error of `pg`.
 * @param secrets the password, in case that a server repeats it
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function troubleOf(error: unknown, secrets: readonly string[]): Trouble {
  const { code, text, hint } = read(error);
  const known = knownTrouble(code, text);
  const said = remoteText(hint ? `${text} (${hint})` : text, { longest: 300, secrets });
  return { code, what: known?.what ? `${known.what}: ${said}` : said, ...(known?.fix ? { fix: known.fix } : {}) };
}

function read(error: unknown): { code: string | undefined; text: string; hint: string | undefined } {
  // One error per address of a name that has several.
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(one instanceof Error)) return { code: undefined, text: String(one), hint: undefined };
  const text = (name: string) => {
    const value: unknown = Reflect.get(one, name);
    return typeof value === "string" ? value : undefined;
  };
  return { code: text("code"), text: one.message, hint: text("hint") };
}

const certificates = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;
const trust =
  "add ?sslrootcert=FILE with the certificate of the database's authority (Supabase: Database settings, SSL)";

function knownTrouble(code: string | undefined, text: string): { what: string; fix?: string } | undefined {
  if (code && certificates.test(code)) return { what: "its certificate cannot be trusted", fix: trust };
  if (/does not support SSL/.test(text))
    return { what: "", fix: "add ?sslmode=disable, if the way to it is private; or turn TLS on at the server" };
  if (/timeout expired|connection timeout/.test(text)) return { what: "no answer in 3 s", fix: reach };
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { what: "its host name is not known", fix: "check the host in the address" };
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return { what: "no way leads to it", fix: `${reach}; Supabase's direct address needs IPv6, its pooler does not` };
    case "ECONNREFUSED":
      return { what: "nothing listens there", fix: reach };
    case "28P01":
    case "28000":
      return { what: "it does not let this role in", fix: "npx cutover evidence install, which sets the passwords" };
    case "53300":
      return { what: "it has no connection left", fix: "use the address of a pooler" };
    default:
      return undefined;
  }
}

const reach = "check that the database is up and reachable from here";
