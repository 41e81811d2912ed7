import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onExit } from "signal-exit";

/**
 * Runs with a new folder that only its owner can enter, for what holds a stack's settings. It is gone afterwards: at the
 * end, after an error, and where the process ends or is ended meanwhile.
 * @param what for its name: `preview`
 */
export async function withPrivateFolder<Result>(
  what: string,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `cutover-${what}-`));
  const forget = onExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    // The umask may have taken more than it should.
    await chmod(folder, 0o700);
    return await run(folder);
  } finally {
    forget();
    await rm(folder, { recursive: true, force: true });
  }
}
