import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withPrivateFolder } from "../private-folder.ts";

/** Runs with a file for the engine's plan, which holds a stack's settings, in a folder of its own. */
export const withPlanFile = <Result>(run: (path: string) => Promise<Result>): Promise<Result> =>
  withPrivateFolder("plan", async (folder) => {
    const path = join(folder, "plan.json");
    // The engine writes into what is there, and would make it readable for all otherwise.
    await writeFile(path, "", { mode: 0o600 });
    return run(path);
  });
