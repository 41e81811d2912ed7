import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type { ClientConfig } from "pg";

/** The address of a database cannot be used. Never holds the password. */
export class DatabaseUrlInvalid extends Error {
  readonly code = "DATABASE_URL_INVALID";

  constructor(variable: string, what: string, fix = `export ${variable}=postgres://ROLE:PASSWORD@HOST:5432/postgres`) {
    super(`DATABASE_URL_INVALID: ${what}\n  at ${variable}\n  fix: ${fix}`);
  }
}

export interface Connection {
  /** For `pg`. Holds the password. */
  readonly config: ClientConfig;
  /** `cutover_reader@db.example.com:5432/postgres`: for people, without the password. */
  readonly shown: string;
  readonly user: string;
  readonly password: string;
}

/** How long a database may take to let a client in. */
export const connectMs = 3000;

/**
 * How to reach a database. Other hosts than this machine are reached over TLS, with the name and the authority of their
 * certificate checked, unless `sslmode` asks for less in libpq's words; `sslrootcert` is a file with the authority.
 * @param variable where the address stands, for messages
 * @throws DatabaseUrlInvalid
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
export function connectionOf(address: string, variable: string): Connection {
  const url = URL.parse(address.trim());
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname)
    throw new DatabaseUrlInvalid(variable, "it is not an address of a PostgreSQL database: expected postgres://…");
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map((part) =>
    decoded(part, variable),
  ) as [string, string, string];
  if (!user || !password) throw new DatabaseUrlInvalid(variable, "it names no role, or no password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || 5432);
  return {
    config: {
      host,
      port,
      user,
      password,
      database: database || "postgres",
      ssl: tlsOf(host, url.searchParams, variable),
      connectionTimeoutMillis: connectMs,
      application_name: "cutover",
      keepAlive: true,
    },
    shown: `${user}@${host}:${port}/${database || "postgres"}`,
    user,
    password,
  };
}

function decoded(part: string, variable: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DatabaseUrlInvalid(variable, "a % in it starts no escape: write %25 for %, %40 for @, %2F for /");
  }
}

const onThisMachine = (host: string) => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

function tlsOf(host: string, query: URLSearchParams, variable: string): false | ConnectionOptions {
  const mode = query.get("sslmode") ?? (onThisMachine(host) ? "disable" : "verify-full");
  const file = query.get("sslrootcert");
  const authority = file && file !== "system" ? { ca: certificate(file, variable) } : {};
  switch (mode) {
    case "disable":
      return false;
    case "allow":
    case "prefer":
    case "require":
    case "no-verify":
      return file ? { ...authority, ...anyName } : { rejectUnauthorized: false };
    case "verify-ca":
      return { ...authority, ...anyName };
    case "verify-full":
      return { rejectUnauthorized: true, ...authority };
    default:
      throw new DatabaseUrlInvalid(
        variable,
        `sslmode is ${JSON.stringify(mode)}; expected disable, require, verify-ca or verify-full`,
        `leave sslmode out of ${variable}: that is verify-full`,
      );
  }
}

const anyName: ConnectionOptions = { rejectUnauthorized: true, checkServerIdentity: () => undefined };

function certificate(file: string, variable: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new DatabaseUrlInvalid(
      variable,
      "the file that sslrootcert names cannot be read",
      "download the certificate of your database's authority, and give its path as sslrootcert",
    );
  }
}
