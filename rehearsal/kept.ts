import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "../engine/bootstrap/is-alive.js";
import { KeptWorldError } from "./kept-error.ts";

const record = z.object({
  name: z.string(),
  stack: z.string(),
  pid: z.number().int(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** `http://127.0.0.1:PORT` of its page and control. */
  url: z.url(),
  /** Who has this may look at the page. */
  pageToken: z.string(),
  /** Who has this may change the world. */
  controlToken: z.string(),
  env: z.record(z.string(), z.string()),
});

/** A world that a process keeps, as other terminals know it. */
export type KeptWorld = z.infer<typeof record>;

export const worldsOf = (project: string): string => join(project, ".cutover", "worlds");
const pathOf = (project: string, name: string) => join(worldsOf(project), `${name}.json`);
const start = "npx cutover rehearse --keep   (in another terminal)";

/** What a world, or a snapshot of one, may be called: it is a file's name. */
export const isName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);

export const pageUrlOf = ({ url, pageToken }: KeptWorld): string => `${url}/${pageToken}/`;

/**
 * Records the running world for other terminals. The file holds its tokens: mode 0600.
 * @throws {KeptWorldError} WORLD_EXISTS when another one has taken the name while this one started
 */
export async function keep(project: string, world: KeptWorld): Promise<void> {
  await mkdir(worldsOf(project), { recursive: true, mode: 0o700 });
  const path = pathOf(project, world.name);
  const whole = `${path}.${world.pid}`;
  try {
    // In one step, so that nobody reads half of it, and not in the place of another one's.
    await writeFile(whole, JSON.stringify(world, null, 2), { mode: 0o600 });
    await link(whole, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") await expectFreeName(project, world.name);
      await rename(whole, path);
    });
  } finally {
    await rm(whole, { force: true });
  }
}

export const forget = (project: string, name: string): Promise<void> => rm(pathOf(project, name), { force: true });

/** Forgets those whose process was killed before it could do so itself. */
export async function forgetDead(project: string): Promise<void> {
  for (const { name, pid } of await recorded(project)) if (!isAlive(pid)) await forget(project, name);
}

/** Every world that is kept in this repository and whose process lives, by name. */
export async function keptWorlds(project: string): Promise<KeptWorld[]> {
  const worlds = await recorded(project);
  return worlds.filter(({ pid }) => isAlive(pid)).sort((one, other) => one.name.localeCompare(other.name));
}

async function recorded(project: string): Promise<KeptWorld[]> {
  const files = await readdir(worldsOf(project)).catch(() => []);
  const read = async (file: string) => {
    const text = await readFile(join(worldsOf(project), file), "utf8").catch(() => "");
    return record.safeParse(jsonOf(text)).data;
  };
  const found = await Promise.all(files.filter((file) => file.endsWith(".json")).map(read));
  return found.filter((world) => world !== undefined);
}

/**
 * The world of this name; without a name, the only one there is.
 * @throws {KeptWorldError} NO_WORLD, WORLD_UNKNOWN or SEVERAL_WORLDS
 */
export async function keptWorld(project: string, name?: string): Promise<KeptWorld> {
  const worlds = await keptWorlds(project);
  const [only, second] = worlds;
  if (!only) throw new KeptWorldError("NO_WORLD", { what: "no world is running here", fixes: [start] });
  if (name === undefined) {
    if (!second) return only;
    const fixes = worlds.map((world) => `add --name ${world.name}`);
    throw new KeptWorldError("SEVERAL_WORLDS", { what: `${worlds.length} worlds are running here`, fixes });
  }
  const found = worlds.find((world) => world.name === name);
  if (found) return found;
  const names = worlds.map((world) => world.name).join(", ");
  throw new KeptWorldError("WORLD_UNKNOWN", {
    what: `no world named ${name} is running here; those that are: ${names}`,
    fixes: [`npx cutover rehearse --keep --name ${name}   (in another terminal)`],
  });
}

/** @throws {KeptWorldError} WORLD_EXISTS when a world of this name is running. */
export async function expectFreeName(project: string, name: string): Promise<void> {
  const taken = (await keptWorlds(project)).find((world) => world.name === name);
  if (taken)
    throw new KeptWorldError("WORLD_EXISTS", {
      what: `a world named ${name} is running here already, in process ${taken.pid}`,
      fixes: [`npx cutover rehearse stop --name ${name}`, "npx cutover rehearse --keep --name another"],
    });
}

/** A file that was cut off, by a full disk for example, is no world. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
