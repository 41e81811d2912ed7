/** What runs when a stack is previewed or released, and who decides about it; docs/architecture.md tells what is in each. */
const FOLDERS = [
  ".ci",
  ".cutover",
  ".github",
  "checks",
  "cli",
  "components",
  "config",
  "engine",
  "judgement",
  "node_modules",
  "policies",
  "providers",
  "release",
  "review",
  "stacks",
];
const FILES = [
  "index.ts",
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  ".npmrc",
  "Pulumi.yaml",
  "Pulumi.yml",
  "CODEOWNERS",
  "docs/CODEOWNERS",
];

/**
 * Those of a change's files that are program, not data: a preview with credentials runs them only once a code owner has
 * approved them (D15). Paths are the repository's; `prefix` is the project's folder in it.
 */
export const programFiles = (files: readonly string[], prefix = ""): readonly string[] =>
  files.filter((file) => isProgram(file) || (file.startsWith(prefix) && isProgram(file.slice(prefix.length))));

/** Pulumi takes `Pulumi.json` before `Pulumi.yaml`, and stack files of that kind; a folder may be replaced by a link. */
const isProgram = (file: string): boolean =>
  FILES.includes(file) ||
  /^Pulumi(?:\.[\w.-]+)?\.json$/.test(file) ||
  FOLDERS.some((folder) => file === folder || file.startsWith(`${folder}/`));
