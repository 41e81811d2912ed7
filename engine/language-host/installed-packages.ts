import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const Dependencies = z.record(z.string(), z.string()).catch({});

/** What of a package.json matters to the engine; sections of a wrong shape count as absent. */
const Manifest = z.object({
  name: z.string().catch(""),
  version: z.string().catch(""),
  dependencies: Dependencies.optional(),
  devDependencies: Dependencies.optional(),
  optionalDependencies: Dependencies.optional(),
  peerDependencies: Dependencies.optional(),
  pulumi: z
    .object({
      resource: z.boolean().optional(),
      name: z.string().optional(),
      version: z.string().optional(),
      server: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});

/** An installed package. `direct`: named by the program's own package.json. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly direct: boolean;
  readonly pulumi: z.infer<typeof Manifest>["pulumi"];
}

/**
 * The packages that a program in `directory` can reach through its dependencies, found as Node finds them, so that
 * hoisted and linked layouts (npm workspaces, pnpm) work; what is not installed is left out.
 */
export function installedPackages(directory: string): InstalledPackage[] {
  const own = nearestManifest(directory);
  if (!own) return [];
  const found = new Map<string, InstalledPackage>();
  const visit = (
    folder: string,
    { dependencies, optionalDependencies, peerDependencies, devDependencies }: z.infer<typeof Manifest>,
    direct: boolean,
  ): void => {
    const names = Object.keys({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
      ...(direct ? devDependencies : {}),
    });
    for (const name of names) {
      const at = locate(name, folder);
      if (at === undefined) continue;
      const known = found.get(at);
      if (known) continue;
      const manifest = manifestIn(at);
      if (!manifest) continue;
      found.set(at, { name: manifest.name || name, version: manifest.version, direct, pulumi: manifest.pulumi });
      visit(at, manifest, false);
    }
  };
  visit(own.folder, own.manifest, true);
  return [...found.values()];
}

function nearestManifest(directory: string): { folder: string; manifest: z.infer<typeof Manifest> } | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const manifest = manifestIn(folder);
    if (manifest) return { folder, manifest };
    if (folder === dirname(folder)) return undefined;
  }
}

function locate(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      return realpathSync(join(folder, "node_modules", name));
    } catch {
      // Not here; Node looks one folder up.
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function manifestIn(folder: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.safeParse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).data;
  } catch {
    // A folder without a readable package.json is no package.
    return undefined;
  }
}
