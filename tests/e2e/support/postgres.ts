import { execFileSync } from "node:child_process";
import { chownSync, existsSync, globSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import pg from "pg";
import { until } from "./processes.ts";

const PASSWORD = "made-up-owner-4c81";

/** PostgreSQL's own programs are often not on PATH: newest first. */
const folders = [
  ...(process.env.PATH ?? "").split(delimiter),
  ...globSync("/usr/lib/postgresql/*/bin").sort().reverse(),
  ...globSync("/opt/homebrew/opt/postgresql*/bin").sort().reverse(),
];
const bin = folders.find((folder) => ["postgres", "initdb"].every((name) => existsSync(join(folder, name))));

/** The server refuses to run as root, as which containers often run: then as the user that its package made. */
const user: User | undefined = process.getuid?.() === 0 ? userNamed("postgres") : {};

export const hasPostgres = bin !== undefined && user !== undefined;

/** Ends the title of tests that need a server, so that whoever reads the results knows why they did not run. */
export const unlessWithoutPostgres = hasPostgres
  ? ""
  : " (skipped: no PostgreSQL server on this machine; on Debian: apt install postgresql)";

export interface PostgresServer {
  /** With the owner's password. */
  readonly url: string;
  readonly password: string;
  close(): Promise<void>;
}

/** A PostgreSQL server with a database of its own, on loopback. @throws where there is none: see `hasPostgres` */
export async function startPostgres(): Promise<PostgresServer> {
  if (bin === undefined || user === undefined) throw new Error("there is no PostgreSQL server on this machine");
  const folder = await mkdtemp(join(tmpdir(), "cutover-postgres-"));
  const secret = join(folder, "password");
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined)
    for (const path of [folder, secret]) chownSync(path, user.uid, user.gid);
  const options = { cwd: folder, ...user } as const;
  const data = join(folder, "data");
  const made = ["-D", data, "-U", "owner", "--auth=scram-sha-256", `--pwfile=${secret}`, "--locale=C", "-E", "UTF8"];
  await execa(join(bin, "initdb"), [...made, "--no-sync"], options);
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"].flatMap((one) => [
    "-c",
    one,
  ]);
  const server = execa(join(bin, "postgres"), ["-D", data, "-p", `${port}`, ...settings], {
    ...options,
    reject: false,
    all: true,
    // Ends its sessions and then itself.
    killSignal: "SIGINT",
  });
  const url = `postgres://owner:${PASSWORD}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const close = async () => {
    server.kill();
    await server;
    await rm(folder, { recursive: true, force: true });
  };
  await until(() => answers(url), Boolean, 60_000).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { url, password: PASSWORD, close };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url).on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

function userNamed(name: string): User | undefined {
  const ask = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return undefined;
  }
}
