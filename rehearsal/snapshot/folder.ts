import { chmod, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Copies files and folders of one folder into another; all of the copy is its owner's only. */
export async function copyInto(from: string, to: string, names: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of names) await cp(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  await closeToOthers(to);
}

async function closeToOthers(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await closeToOthers(path);
    else await chmod(path, 0o600);
  }
}

/** Puts `fresh` in the place of `path`, which may exist; what was there is gone only when the new one is in place. */
export async function replace(path: string, fresh: string): Promise<void> {
  // No snapshot and no file of a world has a name that begins with a dot.
  const aside = join(dirname(path), `.${basename(path)}.before`);
  await rm(aside, { recursive: true, force: true });
  await rename(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(fresh, path);
  await rm(aside, { recursive: true, force: true });
}
