import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unwritable } from "../engine/bootstrap/error.js";
import { isAlive } from "../engine/bootstrap/is-alive.js";
import { leaveProxy } from "./environment.ts";
import { createPulumi, type Pulumi } from "./pulumi.ts";
import { createStack, readStackFile, type StackFile, stackEnvironment } from "./stack.ts";
import { startWorld, type World } from "./world.ts";

export interface Rehearsal {
  readonly world: World;
  readonly file: StackFile;
  /** Values of the made-up secrets. */
  readonly secrets: readonly string[];
  /** Everything a shell needs for plain `pulumi` in this world. */
  readonly env: Readonly<Record<string, string>>;
  readonly pulumi: Pulumi;
  /** Stops the world and removes its folder. */
  close(): Promise<void>;
}

export interface RehearsalOptions {
  /** The repository: where Pulumi.yaml is. */
  readonly project: string;
  readonly stack: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

const worldsOf = (project: string) => join(project, ".cutover", "worlds");

/** A world of its own with the stack made in it, nothing applied yet. Folders that killed rehearsals left are removed. */
export async function openRehearsal({ project, stack, ...told }: RehearsalOptions): Promise<Rehearsal> {
  await removeAbandoned(worldsOf(project)).catch((error: unknown) => {
    throw unwritable(error, worldsOf(project), ["clone the repository into a folder that you may write to"]);
  });
  leaveProxy(process.env);
  const file = await readStackFile(project, stack);
  const folder = join(worldsOf(project), `${process.pid}-${next()}`);
  const remove = () => rm(folder, { recursive: true, force: true });
  const world = await startWorld({
    folder,
    project,
    repository: file.repository,
    branches: [file.branch],
    owner: file.owner,
    team: file.team,
  });
  const close = async () => {
    await world.close();
    await remove();
  };
  try {
    const env = { ...world.env, ...stackEnvironment(folder, stack) };
    const pulumi = createPulumi({ project, env, ...told });
    const secrets = await createStack(pulumi, folder, stack, file);
    return { world, file, secrets, env, pulumi, close };
  } catch (error) {
    await close();
    throw error;
  }
}

let count = 0;
const next = () => count++;

async function removeAbandoned(worlds: string): Promise<void> {
  await mkdir(worlds, { recursive: true, mode: 0o700 });
  for (const name of await readdir(worlds))
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(worlds, name), { recursive: true, force: true });
}
