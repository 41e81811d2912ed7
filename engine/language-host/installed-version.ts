import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { z } from "zod";

const Manifest = z.object({ name: z.string(), version: z.string() });

/**
 * The version of a command written for Node, from the package that holds it; without starting it.
 * @returns undefined when it is not on PATH, or is something else, such as a launcher that chooses a version itself
 */
export function installedVersion(command: string, PATH = process.env.PATH ?? ""): string | undefined {
  const found = PATH.split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));
  if (found === undefined) return undefined;
  for (let folder = dirname(realpathSync(found)); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (!existsSync(path)) continue;
    const manifest = Manifest.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
    return manifest?.name === command ? manifest.version : undefined;
  }
  return undefined;
}
