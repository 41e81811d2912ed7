import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import { asWritten } from "../../story/pull.ts";
import { type Scene, Unexpected } from "../../story/scene.ts";

/** What of this project a team's repository holds beside its app: all that runs, and what decides about it. */
const FOLDERS = [
  ".github",
  "checks",
  "cli",
  "components",
  "config",
  "engine",
  "judgement",
  "policies",
  "providers",
  "rehearsal",
  "release",
  "review",
  "schemas",
  "stacks",
];
const FILES = ["index.ts", "package.json", "package-lock.json", "tsconfig.json", ".npmrc", ".gitignore"];

/**
 * Commits the program, and the stack's file as it stands with its secrets encrypted, to the default branch: from then on
 * the world's repository is one that workflows can check out.
 */
export async function commitProgram({ world, project, file, stack, env }: Scene): Promise<number> {
  const listed = await Promise.all(FOLDERS.map((folder) => filesBelow(join(project, folder))));
  const paths = [...FILES, ...listed.flat().map((path) => relative(project, path))];
  const git = world.git.repository(file.repository);
  const head = git.resolve(file.branch);
  if (head === undefined) throw new Unexpected(`the repository has no branch ${file.branch}; expected one`);
  const files = git.filesOf(head);
  await Promise.all(
    paths.map(async (path) => {
      const [bytes, { mode }] = await Promise.all([readFile(join(project, path)), stat(join(project, path))]);
      files.set(path, { ...git.writeText(bytes), mode: mode & 0o100 ? "100755" : "100644" });
    }),
  );
  const stackFile = parseDocument(await readFile(env.PULUMI_OPTION_CONFIG_FILE ?? "", "utf8"));
  files.set(`Pulumi.${stack}.yaml`, git.writeText(asWritten(stackFile)));
  const author = git.commit(head).author;
  const commit = git.writeCommit({ files, parents: [head], message: "Release with Cutover", author });
  world.git.move(file.repository, file.branch, commit);
  return files.size;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/(^|[\\/])node_modules([\\/]|$)/.test(entry.parentPath))
    .map(({ parentPath, name }) => join(parentPath, name));
}
