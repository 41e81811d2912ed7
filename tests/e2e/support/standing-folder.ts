import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isAlive } from "../../../engine/bootstrap/is-alive.js";
import { project } from "./world.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with the snapshots of this run, which `openStandingProd` makes. */
    standing: string;
  }
}

/** A folder for one run, gone at its end; those that killed runs left are removed. They hold secrets of worlds. */
export default async function prepare({ provide }: TestProject): Promise<() => Promise<void>> {
  const runs = join(project, ".cutover", "standing");
  const folder = join(runs, `${process.pid}`);
  await mkdir(runs, { recursive: true, mode: 0o700 });
  // A process of long ago may have had this one's id.
  for (const pid of await readdir(runs))
    if (Number(pid) === process.pid || !isAlive(Number(pid)))
      await rm(join(runs, pid), { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  provide("standing", folder);
  return () => rm(folder, { recursive: true, force: true });
}
