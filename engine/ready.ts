import path from "node:path";
import { PrepareError, unwritable } from "./bootstrap/error.js";
import { acquireLock, type Lock } from "./bootstrap/lock.js";
import { engineFolder } from "./bootstrap/places.js";
import { buildCli } from "./build.ts";
import { candidates, type Way } from "./candidates.ts";
import { currentChoice, type EngineChoice, forcedWay } from "./choice.ts";
import { downloadCli } from "./download.ts";
import { waysToAnEngine } from "./ways.ts";

/** Ways to get an engine that is not there, in order; each says why it did not work. */
export interface Acquisition {
  readonly way: Way;
  acquire(env: NodeJS.ProcessEnv, lock: Lock): Promise<string | undefined>;
}

const acquisitions: readonly Acquisition[] = [
  { way: "npm", acquire: (env, lock) => downloadCli(env, lock) },
  { way: "go", acquire: buildCli },
];

/**
 * The engine to use; gets one first when none is there (see `candidates` for the order of those that are). Shows its
 * progress on stderr. One process at a time does the work, others wait for it.
 * @throws PrepareError ENGINE_MISSING with every way there is, FOLDER_UNWRITABLE, ENGINE_UNKNOWN
 */
export async function ensureEngine(env: NodeJS.ProcessEnv, ways = acquisitions): Promise<EngineChoice> {
  const ready = currentChoice(env);
  if (ready) return ready;
  const folder = engineFolder(env);
  const lock = await acquireLock(path.join(folder, "engine.lock"), {
    onWait: ({ pid, host }) =>
      process.stderr.write(`engine    waiting for process ${pid} on ${host}, which is preparing it\n`),
  }).catch((error: unknown) => {
    throw unwritable(error, folder, unwritableFixes);
  });
  try {
    return currentChoice(env) ?? (await acquire(env, ways, lock));
  } catch (error) {
    throw unwritable(error, folder, unwritableFixes);
  } finally {
    lock.release();
  }
}

const unwritableFixes = [
  "name a folder that you may write to: export CUTOVER_ENGINE_DIR=<folder>",
  "clone the repository into such a folder",
];

async function acquire(env: NodeJS.ProcessEnv, ways: readonly Acquisition[], lock: Lock): Promise<EngineChoice> {
  const forced = forcedWay(env);
  const tried = forced === "npm" || forced === "go" ? [] : problemsOnPath(env);
  for (const { way, acquire } of ways) {
    if (forced !== undefined && way !== forced) continue;
    const problem = await acquire(env, lock);
    const choice = problem === undefined ? currentChoice(env) : undefined;
    if (choice) return choice;
    tried.push(`${way === "npm" ? "npm launcher" : "Go modules"}: ${problem ?? "the result cannot be used"}`);
  }
  throw noWay(tried, forced);
}

function problemsOnPath(env: NodeJS.ProcessEnv): string[] {
  const onPath = candidates(env).filter(({ way }) => way === "path");
  if (onPath.length === 0) return ["PATH: there is no `pulumi` on it"];
  return onPath.map(({ pulumi, reason }) => `${pulumi}: ${reason}`);
}

function noWay(tried: string[], forced: Way | undefined): PrepareError {
  return new PrepareError("ENGINE_MISSING", {
    what: forced
      ? `CUTOVER_ENGINE=${forced} allows no other Pulumi engine, and that one is not to be had`
      : "there is no Pulumi engine, and none can be got",
    where: tried.join("\n"),
    fixes: waysToAnEngine(forced),
  });
}

if (import.meta.main) {
  try {
    const { version, pulumi, why } = await ensureEngine(process.env);
    process.stderr.write(`engine    Pulumi ${version} at ${pulumi}: ${why}\n`);
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
