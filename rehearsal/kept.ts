import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "../engine/bootstrap/is-alive.js";

const kept = z.object({ pid: z.number().int(), env: z.record(z.string(), z.string()) });
const pathOf = (project: string) => join(project, ".cutover", "world.json");

/** Nobody keeps a world, or the one that did has ended. */
export class NoWorldError extends Error {
  readonly code = "NO_WORLD";
  constructor() {
    super("No world is running here.\n  fix: npx cutover rehearse --keep   (in another terminal)");
  }
}

/** Records the running world for other terminals. The file holds its passphrase and tokens: mode 0600. */
export async function keep(project: string, env: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(pathOf(project), JSON.stringify({ pid: process.pid, env }, null, 2), { mode: 0o600 });
}

export const forget = (project: string): Promise<void> => rm(pathOf(project), { force: true });

/** A file that was cut off, by a full disk for example, is no world. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The environment of the world that is kept in this repository. @throws {NoWorldError} */
export async function keptEnvironment(project: string): Promise<Record<string, string>> {
  const text = await readFile(pathOf(project), "utf8").catch(() => undefined);
  if (text === undefined) throw new NoWorldError();
  const world = kept.safeParse(jsonOf(text)).data;
  if (!world || !isAlive(world.pid)) throw new NoWorldError();
  return world.env;
}
