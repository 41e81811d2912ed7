import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { bodyOf } from "../../rehearsal/core/git-objects.ts";
import type { RepositoryData } from "../../rehearsal/core/git-repository.ts";

/** Writes a world's repository as a bare one that Git itself reads, as a clone of it would be: `GIT_DIR` of a command. */
export async function gitFolder({ objects, refs }: RepositoryData, folder: string): Promise<string> {
  const files = [...objects].map(([sha, object]) => {
    const body = bodyOf(object);
    const bytes = Buffer.concat([Buffer.from(`${object.kind} ${body.length}\0`), body]);
    return [`objects/${sha.slice(0, 2)}/${sha.slice(2)}`, deflateSync(bytes)] as const;
  });
  const names = [...refs].map(([name, sha]) => [`refs/${name}`, `${sha}\n`] as const);
  const config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
  for (const [name, text] of [...files, ...names, ["HEAD", "ref: refs/heads/main\n"], ["config", config]] as const) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await mkdir(join(folder, "refs/heads"), { recursive: true });
  return folder;
}
