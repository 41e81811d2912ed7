import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unwritable } from "../engine/bootstrap/error.js";
import { isAlive } from "../engine/bootstrap/is-alive.js";
import { tokenFor } from "./app/auth.ts";
import { type Cutover, createCutover } from "./cutover.ts";
import type { Database } from "./database/database.ts";
import { leaveProxy } from "./environment.ts";
import { forgetDead, worldsOf } from "./kept.ts";
import { createPulumi, type Pulumi } from "./pulumi.ts";
import { createStack, readStackFile, type StackFile, stackEnvironment } from "./stack.ts";
import { startWorld, type World } from "./world.ts";

export interface Rehearsal {
  readonly world: World;
  readonly file: StackFile;
  /** The made-up secrets of the stack, by name. */
  readonly secretsByName: Readonly<Record<string, string>>;
  /** Values of every secret of this world. */
  readonly secrets: readonly string[];
  /** Everything a shell needs for plain `pulumi` in this world. */
  readonly env: Readonly<Record<string, string>>;
  readonly pulumi: Pulumi;
  readonly cutover: Cutover;
  /** Takes what commands say, as `pulumi` and `cutover` tell it. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Stops what runs. */
  readonly signal?: AbortSignal | undefined;
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

/** A world of its own with the stack made in it, nothing applied yet. Folders that killed rehearsals left are removed. */
export async function openRehearsal({ project, stack, ...told }: RehearsalOptions): Promise<Rehearsal> {
  await removeAbandoned(project).catch((error: unknown) => {
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
    ...(file.supabase ? { supabase: file.supabase } : {}),
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const close = () => world.close().finally(remove);
  try {
    const env = { ...world.env, ...stackEnvironment(folder, stack) };
    const pulumi = createPulumi({ project, env, ...told });
    const cutover = createCutover({ project, env, ...told });
    const secretsByName = await createStack(pulumi, folder, stack, file, await matchingSecrets(world.database));
    const secrets = [...Object.values(secretsByName), ...world.secrets];
    return { world, file, secretsByName, secrets, env, pulumi, cutover, ...told, close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** Secrets that have to fit each other: the database's keys, and a token that the app's own secret has signed. */
async function matchingSecrets({ keys }: Database): Promise<Record<string, string>> {
  const secret = `rehearsal-jwt_secret-${randomBytes(12).toString("hex")}`;
  return { ...keys, JWT_SECRET: secret, SMOKE_TOKEN: await tokenFor("smoke-check", secret) };
}

let count = 0;
const next = () => count++;

async function removeAbandoned(project: string): Promise<void> {
  const worlds = worldsOf(project);
  await mkdir(worlds, { recursive: true, mode: 0o700 });
  for (const name of await readdir(worlds)) {
    const [, pid] = /^(\d+)-\d+$/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) await rm(join(worlds, name), { recursive: true, force: true });
  }
  await forgetDead(project);
}
