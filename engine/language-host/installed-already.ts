import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Packages = z.record(
  z.string(),
  z.looseObject({ version: z.string().optional(), integrity: z.string().optional(), optional: z.boolean().optional() }),
);
const Lock = z.looseObject({ packages: Packages });
const Dependencies = z.record(z.string(), z.string()).default({});
const Declared = z.looseObject({ dependencies: Dependencies, devDependencies: Dependencies });

/**
 * Whether npm has nothing to do in `directory`: package.json asks for what the lock holds, and npm's own record of what
 * it installed is of that lock. `npm install` would ask the registry all the same for packages whose manifest spells
 * its version otherwise than the lock does (`v1.21.0`), and fail without a network.
 */
export async function installedAlready(directory: string): Promise<boolean> {
  const read = async <Shape extends z.ZodType>(shape: Shape, ...path: string[]) =>
    shape.safeParse(JSON.parse(await readFile(join(directory, ...path), "utf8"))).data;
  try {
    const declared = await read(Declared, "package.json");
    const wanted = (await read(Lock, "package-lock.json"))?.packages;
    const installed = (await read(Lock, "node_modules", ".package-lock.json"))?.packages;
    if (!declared || !wanted || !installed) return false;
    const locked = Declared.parse(wanted[""] ?? {});
    const sameKinds = (["dependencies", "devDependencies"] as const).every(
      (kind) => JSON.stringify(sorted(declared[kind])) === JSON.stringify(sorted(locked[kind])),
    );
    return sameKinds && Object.entries(wanted).every(([path, entry]) => path === "" || stands(entry, installed[path]));
  } catch {
    // A file that is missing or unreadable: npm is the one to say what is wrong.
    return false;
  }
}

/** An optional package may be absent: it is of another platform. */
function stands(
  wanted: z.infer<typeof Packages>[string],
  found: z.infer<typeof Packages>[string] | undefined,
): boolean {
  if (!found) return wanted.optional === true;
  return found.version === wanted.version && found.integrity === wanted.integrity;
}

const sorted = (record: Record<string, string>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
