import { byName } from "../by-name.ts";

/** Forms of addresses under which an app keeps its data, whatever their variable is called. */
const SCHEMES =
  /^(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|mongodb|rediss?|valkeys?|amqps?|nats|kafka|cassandra|clickhouse|cockroachdb|libsql|neo4j|bolt)(?:\+[a-z0-9]+)*$/;

/** Variables that hold a plain https address, or only a host, of what keeps data. */
const ADDRESSES =
  /(?:^|_)(?:DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|VALKEY|KV|SUPABASE|TURSO|UPSTASH(?:_[A-Z]+)?|QDRANT|WEAVIATE|PINECONE(?:_INDEX)?|CHROMA|MILVUS|ELASTIC(?:SEARCH)?|OPENSEARCH|TYPESENSE|MEILI(?:SEARCH)?|NEO4J|CLICKHOUSE|RABBITMQ|BROKER|QUEUE|DB)_?(?:REST_)?(?:URL|URI|HOST|HOSTNAME|ADDRESS|ENDPOINT|DSN)$|^PGHOST$/;

/** Variables that hold the name of what keeps data, where a name alone tells it apart. */
const NAMES =
  /(?:^|_)(?:PINECONE|QDRANT|WEAVIATE|CHROMA|MILVUS|VECTOR)_(?:INDEX|COLLECTION)(?:_NAME)?$|(?:^|_)(?:S3|GCS)_BUCKET(?:_NAME)?$/;

/** What on a host of its own says which database is meant. */
const DATABASES =
  /(?:^|_)(?:DB|DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?)_?(?:NAME|DATABASE|DB)$|^PGDATABASE$/;

export type Values = Readonly<Record<string, unknown>>;

/**
 * What a variable's value says of where data is kept, in a form that is equal for the same place: host, port and database,
 * without who signs in. Undefined where the variable is about something else, or about this machine.
 */
export function dataStoreOf(name: string, value: unknown, all: Values = {}): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  if (text === "") return undefined;
  const kind = kindOf(name);
  if (kind === "name") return `${isBucket(name) ? "bucket" : "index"}:${text.toLowerCase()}`;
  const [, scheme] = /^(?:jdbc:)?([a-z][a-z0-9+]*):\/\//i.exec(text) ?? [];
  const isStore = scheme !== undefined && SCHEMES.test(scheme.toLowerCase());
  if (!isStore && kind !== "address") return undefined;
  const url = scheme === undefined ? null : URL.parse(text.replace(/^jdbc:/i, ""));
  if (url?.host && (isStore || /^https?$/i.test(scheme ?? ""))) return ofUrl(url);
  return /^[a-z0-9][a-z0-9.-]*(?::\d+)?$/i.test(text)
    ? ofHost(text.toLowerCase(), databaseBeside(name, all))
    : undefined;
}

/** A pooler serves many projects on one host, and tells them apart by the user: `postgres.PROJECT`. */
function ofUrl({ protocol, hostname, port, pathname, username }: URL): string | undefined {
  const project = /\.pooler\./.test(hostname) ? /\.(.+)$/.exec(username)?.[1] : undefined;
  const host = `${project ? `${project}@` : ""}${hostname.toLowerCase()}${port && !USUAL.has(port) ? `:${port}` : ""}`;
  // A numbered database of a key value store is thrown away, and filled up, with the others.
  return ofHost(host, /^(?:redis|valkey)/.test(protocol) ? "" : pathname.replace(/^\/|\/$/g, ""));
}

function ofHost(host: string, database: string): string | undefined {
  if (/^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)(?::\d+)?$/.test(host)) return undefined;
  // Render's own stores have an address inside and one outside, both with the id.
  const [, id] = /^((?:red|dpg)-[0-9a-z]{10,})(?:-a)?(?:[.:]|$)/.exec(host) ?? [];
  return `${id ?? host}/${database}`;
}

/** A pooler's port leads to the same database as the usual one. */
const USUAL: ReadonlySet<string> = new Set(["5432", "6543", "3306", "27017", "6379"]);

/** `DB_NAME` beside `DB_HOST`. */
function databaseBeside(name: string, all: Values): string {
  const prefix = name.replace(/_?(?:URL|URI|HOST|HOSTNAME|ADDRESS|ENDPOINT|DSN)$/i, "");
  const [, database] = Object.entries(all).find(([other]) => other.startsWith(prefix) && DATABASES.test(other)) ?? [];
  return typeof database === "string" ? database.trim() : "";
}

/** What a variable's value is, by its name. */
const kindOf = byName((name): "name" | "address" | "other" =>
  NAMES.test(name.toUpperCase()) ? "name" : ADDRESSES.test(name.toUpperCase()) ? "address" : "other",
);

const isBucket = (name: string) => /BUCKET/i.test(name);
