import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

export interface Schema {
  /** Run first, as they are: what the platform has before the app comes. */
  readonly platform: readonly SqlFile[];
  /** The app's migrations, each recorded as Supabase records them. */
  readonly migrations: readonly SqlFile[];
}

export interface SqlFile {
  /** `20260101090000_accounts.sql` */
  readonly name: string;
  readonly sql: string;
}

export async function sqlFiles(folder: string): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(folder, name), "utf8") })));
}

/**
 * A database with this schema. Making one takes seconds, so it is kept in `cache` as it is at first, and later ones begin
 * from there; another schema or another PGlite is kept in its place.
 */
export async function openDatabase(schema: Schema, cache: string): Promise<PGlite> {
  const path = join(cache, `${await digestOf(schema)}.tar.gz`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return loadDatabase(kept);
  const db = await makeDatabase(schema);
  await keep(db, path, cache);
  return db;
}

export const loadDatabase = (dump: Uint8Array<ArrayBuffer>): Promise<PGlite> =>
  PGlite.create({ loadDataDir: new Blob([dump]) });

async function makeDatabase({ platform, migrations }: Schema): Promise<PGlite> {
  const db = await PGlite.create();
  for (const { name, sql } of platform) await run(db, name, sql);
  for (const { name, sql } of migrations) {
    const [, version, title] = /^(\d{14})_(\w+)\.sql$/.exec(name) ?? [];
    if (!version)
      throw new Error(`Failed to read the migration ${name}: expected a name like 20260101090000_accounts.sql`);
    await run(db, name, `begin; set local search_path = clock, pg_catalog, public; ${sql}; commit`);
    await db.query(
      "insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, array[$3])",
      [version, title, sql],
    );
  }
  return db;
}

async function run(db: PGlite, name: string, sql: string): Promise<void> {
  await db.exec(sql).catch((cause: unknown) => {
    throw new Error(`Failed to run ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
}

/** Under its name only when it is whole: two rehearsals may do this at once. */
async function keep(db: PGlite, path: string, cache: string): Promise<void> {
  const dump = await db.dumpDataDir("gzip");
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const others = (await readdir(cache)).filter((name) => name.endsWith(".tar.gz"));
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()), { mode: 0o600 });
  await rename(unfinished, path);
  for (const name of others) if (join(cache, name) !== path) await rm(join(cache, name), { force: true });
}

async function digestOf(schema: Schema): Promise<string> {
  const library = await readFile(new URL("../package.json", import.meta.resolve("@electric-sql/pglite")), "utf8");
  return createHash("sha256")
    .update(JSON.stringify([library, schema]))
    .digest("hex")
    .slice(0, 16);
}
