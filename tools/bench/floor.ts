import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { median, type Pulumi } from "./measure.ts";
import { benchProject } from "./project.ts";

/** The preview of an empty program with the same engine, in milliseconds. */
export async function measureFloor(
  repository: string,
  { runs, pulumi }: { runs: number; pulumi: Pulumi },
): Promise<number> {
  const project = await benchProject(repository, { name: "empty", program: "export {};\n" });
  try {
    const state = join(project.folder, "state");
    await mkdir(state);
    const env = {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_HOME: join(project.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "empty",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const run = (...args: string[]) => pulumi([...args, "-s", project.stack], { cwd: project.folder, env });
    await run("stack", "init")();
    return await median(run("preview"), runs);
  } finally {
    await project.remove();
  }
}
