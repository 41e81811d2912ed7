import { join } from "node:path";
import { execa } from "execa";
import { openRehearsal } from "../../rehearsal/open.ts";
import { median, type Pulumi } from "./measure.ts";

/** The committed prod stack in a world of its own, and what is started beside the engine: milliseconds by what was done. */
export async function benchProd(
  repository: string,
  { runs, pulumi }: { runs: number; pulumi: Pulumi },
): Promise<Record<string, number>> {
  const rehearsal = await openRehearsal({ project: repository, stack: "prod" });
  try {
    const { env } = rehearsal;
    const { PULUMI_OPTION_POLICY_PACK: _, ...withoutPolicies } = env;
    const run = (args: string[], within: Readonly<Record<string, string>> = env) =>
      pulumi(args, { cwd: repository, env: within });
    const node = (...args: string[]) => {
      const { PATH = "" } = process.env;
      return () => execa(process.execPath, args, { cwd: repository, env: { PATH }, extendEnv: true });
    };
    const first = {
      "prod, first preview, no policies": await median(run(["preview"], withoutPolicies), runs),
      "prod, first preview": await median(run(["preview"]), runs),
    };
    await run(["up", "--yes", "--skip-preview"])();
    return {
      ...first,
      "prod, unchanged preview": await median(run(["preview", "--expect-no-changes"]), runs),
      "prod, unchanged up": await median(run(["up", "--yes", "--skip-preview"]), runs),
      "prod, refresh": await median(run(["refresh", "--yes", "--skip-preview"]), runs),
      "bootstrap when all is there": await median(node(join("engine", "bootstrap.js"), "--version"), runs),
      "cutover --help": await median(node(join("cli", "cutover.js"), "--help"), runs),
    };
  } finally {
    await rehearsal.close();
  }
}
