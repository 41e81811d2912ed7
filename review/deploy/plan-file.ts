import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs with a file for the engine's plan, which holds a stack's settings: for its owner alone, and gone afterwards, also
 * where the process ends meanwhile.
 */
export async function withPlanFile<Result>(run: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "cutover-plan-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    await chmod(folder, 0o700);
    const path = join(folder, "plan.json");
    // The engine writes into what is there, and would make it readable for all otherwise.
    await writeFile(path, "", { mode: 0o600 });
    return await run(path);
  } finally {
    process.off("exit", remove);
    await rm(folder, { recursive: true, force: true });
  }
}
