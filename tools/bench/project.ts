import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Pulumi project in a folder of its own, with this repository's packages: the floor when its program is empty. */
export interface BenchProject {
  readonly folder: string;
  readonly stack: string;
  remove(): Promise<void>;
}

/** @param nodeargs what `Pulumi.yaml` gives Node; @param extra further lines of it */
export async function benchProject(
  repository: string,
  { name, program, nodeargs = "", extra = "" }: { name: string; program: string; nodeargs?: string; extra?: string },
): Promise<BenchProject> {
  const folder = await mkdtemp(join(tmpdir(), `cutover-bench-${name}-`));
  const runtime = `runtime: { name: nodejs, options: { typescript: false, nodeargs: "${nodeargs}" } }`;
  await writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\nmain: index.ts\n${runtime}\n${extra}`);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "index.ts"), program);
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  return { folder, stack: name, remove: () => rm(folder, { recursive: true }) };
}
