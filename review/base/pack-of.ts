import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitPlace } from "./git.ts";
import { programAt } from "./program-at.ts";

/**
 * Does something with the policy pack as a commit has it: a change of the pack itself is judged by the one that stands
 * (D15). Where the commit has none, `pack` is true: the one that is here.
 */
export async function withPackOf<Result>(
  place: GitPlace,
  commit: string,
  use: (pack: string | true) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "cutover-base-"));
  try {
    await programAt(place, commit, folder);
    const pack = join(folder, "policies");
    return await use(existsSync(join(pack, "PulumiPolicy.yaml")) ? pack : true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
