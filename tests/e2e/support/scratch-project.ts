import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ProjectOptions, PulumiProject } from "./pulumi.ts";

/** A project that is removed when its block ends: `await using project = …`. */
export interface ScratchProject extends AsyncDisposable {
  readonly folder: string;
  pulumi: PulumiProject["start"];
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Takes the link to this repository's packages away: what is installed then is the project's own. */
  withoutPackages(): Promise<void>;
}

/** A Pulumi project made of files by name, `index.ts` among them (default: empty), on top of what every test's project has. */
export async function scratchProject(
  { "index.ts": program = "", ...files }: Readonly<Record<string, string>>,
  options: Omit<ProjectOptions, "program"> = {},
): Promise<ScratchProject> {
  const project = await PulumiProject.create({ ...options, program });
  const write = async (more: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(more)) {
      await mkdir(dirname(join(project.folder, name)), { recursive: true });
      await writeFile(join(project.folder, name), text);
    }
  };
  await write(files);
  return {
    folder: project.folder,
    pulumi: (args, env) => project.start(args, env),
    write,
    withoutPackages: () => rm(join(project.folder, "node_modules")),
    [Symbol.asyncDispose]: () => project.remove(),
  };
}
