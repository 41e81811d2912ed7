import { join } from "node:path";
import { acquireLock } from "../../engine/bootstrap/lock.js";
import { hasSnapshot, restoreSnapshot, type Subject, takeSnapshot } from "./snapshots.ts";

/**
 * Brings a world to where several begin, of this process or another one: the first brings it about and takes the snapshot NAME,
 * the others wait for that and have it back. Where the first fails or is killed, the next one is the first.
 */
export async function beginWith(
  subject: Subject & { readonly snapshots: string },
  name: string,
  bringAbout: () => Promise<unknown>,
): Promise<void> {
  if (!(await hasSnapshot(subject, name))) {
    // Not a name that a snapshot can have.
    const lock = await acquireLock(join(subject.snapshots, `.${name}.lock`));
    try {
      if (!(await hasSnapshot(subject, name))) {
        await bringAbout();
        await takeSnapshot(subject, name);
        return;
      }
    } finally {
      lock.release();
    }
  }
  await restoreSnapshot(subject, name);
}
