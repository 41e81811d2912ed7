import { matchesGlob } from "node:path";
import { z } from "zod";
import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { renderServices } from "../subjects/render-services.ts";
import { known, type Plain } from "../unknown.ts";
import { autoDeployOf } from "./auto-deploy.ts";
import { keyOf, servicesOf } from "./service-key.ts";
import { textOf } from "./text-of.ts";

/** Where several things share a repository, not each commit is about all of them (S4.5). */
export const requireBuildFilter = rule({
  name: "require-build-filter",
  description: "In a repository of several parts, Render deploys a service only for commits that touch it.",
  reason:
    "Without a folder or a filter, a correction of the frontend's text restarts API and worker in production: jobs are cut off, connections drop, and a backend that nobody meant to release goes out with it.",
  pages: ["https://render.com/docs/monorepo-support"],
  requirements: ["S4.5"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge(service, stack, violation) {
    const { name, inputs } = service;
    if (!stack.production || autoDeployOf(inputs) === "off" || isFolder(textOf(inputs.rootDir, "rootDir"))) return;
    const folders = foldersOf(stack);
    if (folders.length === 0) return;
    const paths = globsOf(inputs.buildFilter, "paths");
    const ignored = globsOf(inputs.buildFilter, "ignoredPaths");
    const deployedFor = folders.find((folder) => !isNamed(folder, paths) && isBuiltFor(folder, paths, ignored));
    if (deployedFor === undefined) return;
    const filter = keyOf(stack, service, "buildFilter");
    violation(
      `${name}: Render deploys it for each commit, also for one that only touches ${deployedFor}; expected rootDirectory or a buildFilter`,
      setKey(stack, `${filter}.ignoredPaths[${ignored.length}]`, `${deployedFor}/**`),
      filter,
    );
  },
});

const Folder = z.object({ rootDirectory: z.string() }).optional().catch(undefined);

/** The folders that the stack's parts stand in, the frontend's first; one part alone at the root has none. */
function foldersOf(stack: StackFacts): string[] {
  const parts = [stack.section("frontend"), ...Object.values(servicesOf(stack))];
  const folders = parts.map((part) => Folder.parse(part)?.rootDirectory ?? "").filter(isFolder);
  return [...new Set(folders)];
}

const isFolder = (path: string): boolean => /[^./\s]/.test(path);

/** Whether whatever changes in a folder deploys the service: files of several kinds, at several depths, all do. */
function isBuiltFor(folder: string, paths: readonly string[], ignored: readonly string[]): boolean {
  const touched = ["README.md", "package.json", "src/app/page.tsx", "src/main.py"].map((file) => `${folder}/${file}`);
  const matches = (globs: readonly string[], path: string) => globs.some((glob) => matchesGlob(path, fromRoot(glob)));
  return touched.every((path) => (paths.length === 0 || matches(paths, path)) && !matches(ignored, path));
}

/** A folder that a filter asks for is the service's own. */
const isNamed = (folder: string, paths: readonly string[]) =>
  paths.some((path) => fromRoot(path).startsWith(`${folder}/`));

/** `/docs/` → `docs/**` */
const fromRoot = (glob: string) => glob.replace(/^\.?\//, "").replace(/\/$/, "/**");

function globsOf(filter: Plain | undefined, name: "paths" | "ignoredPaths"): readonly string[] {
  const found = known(filter ?? {}, "buildFilter");
  const list = known((Object(found) as Record<string, Plain>)[name] ?? [], `buildFilter.${name}`);
  return Array.isArray(list) ? list.map((glob: Plain) => textOf(glob, `buildFilter.${name}`)) : [];
}
