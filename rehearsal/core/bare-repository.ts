import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { bodyOf } from "./git-objects.ts";
import type { RepositoryData } from "./git-repository.ts";

/** By id alone any commit may be fetched, as at GitHub: that of a fork's pull request, too. */
const CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
[uploadpack]
\tallowAnySHA1InWant = true
`;

/** Writes a repository of the world into a folder that Git clones and fetches from. What is there already is kept. */
export async function writeBareRepository({ objects, refs }: RepositoryData, folder: string): Promise<void> {
  await mkdir(join(folder, "refs"), { recursive: true });
  await Promise.all(
    [...objects].map(async ([sha, object]) => {
      const [path, parent] = [join(folder, "objects", sha.slice(0, 2), sha.slice(2)), sha.slice(0, 2)];
      if (existsSync(path)) return;
      await mkdir(join(folder, "objects", parent), { recursive: true });
      const body = bodyOf(object);
      const header = Buffer.from(`${object.kind} ${body.length}\0`);
      await inOneStep(path, await promisify(deflate)(Buffer.concat([header, body])));
    }),
  );
  const lines = [...refs].map(([name, sha]) => `${sha} refs/${name}\n`).sort();
  await inOneStep(join(folder, "packed-refs"), lines.join(""));
  await writeFile(join(folder, "config"), CONFIG);
  await writeFile(join(folder, "HEAD"), "ref: refs/heads/main\n");
}

async function inOneStep(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}
