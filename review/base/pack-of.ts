import { existsSync } from "node:fs";
import { join } from "node:path";
import { withPrivateFolder } from "../private-folder.ts";
import type { GitPlace } from "./git.ts";
import { programAt } from "./program-at.ts";

/**
 * Does something with the policy pack as a commit has it: a change of the pack itself is judged by the one that stands
 * (D15). Where the commit has none, `pack` is true: the one that is here.
 */
export const withPackOf = <Result>(
  place: GitPlace,
  commit: string,
  use: (pack: string | true) => Promise<Result>,
): Promise<Result> =>
  withPrivateFolder("base", async (folder) => {
    await programAt(place, commit, folder);
    const pack = join(folder, "policies");
    return use(existsSync(join(pack, "PulumiPolicy.yaml")) ? pack : true);
  });
