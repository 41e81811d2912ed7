import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package manager: the command, and how it installs. */
export interface PackageManager {
  readonly name: "npm" | "yarn" | "pnpm" | "bun";
  /** Arguments that install what the lock file says where one exists. */
  readonly install: readonly string[];
}

const LOCK_FILES = {
  "package-lock.json": "npm",
  "yarn.lock": "yarn",
  "pnpm-lock.yaml": "pnpm",
  "bun.lock": "bun",
  "bun.lockb": "bun",
} as const;

/**
 * The package manager of the program in `directory`: the one Pulumi.yaml names, else the one whose lock file is nearest, else npm.
 * `npm ci` only where nothing is installed yet: it deletes node_modules first, from under whatever runs.
 */
export function packageManagerOf(directory: string, chosen: PackageManager["name"] | "auto"): PackageManager {
  const lock = nearestLock(directory);
  const name = chosen === "auto" ? (lock?.name ?? "npm") : chosen;
  const fresh = lock !== undefined && lock.name === "npm" && !existsSync(join(lock.folder, "node_modules"));
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  if (name === "npm") return { name, install: [fresh ? "ci" : "install", ...quiet] };
  return { name, install: ["install"] };
}

function nearestLock(directory: string): { name: PackageManager["name"]; folder: string } | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    for (const [file, name] of Object.entries(LOCK_FILES)) {
      if (existsSync(join(folder, file))) return { name, folder };
    }
    // A package without a lock file of its own is not governed by a lock file above it, unless that is its workspace;
    // package managers find that out themselves.
    if (existsSync(join(folder, "package.json")) || folder === dirname(folder)) return undefined;
  }
}
