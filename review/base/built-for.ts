import { matchesGlob, posix } from "node:path";
import { shellCommands } from "../../policies/shell-commands.ts";

/** Which files a service on Render is built for. */
export interface Built {
  readonly rootDirectory?: string | undefined;
  readonly buildFilter?: { readonly paths: readonly string[]; readonly ignoredPaths: readonly string[] } | undefined;
}

/**
 * Those of the files that Render deploys a service for. Paths of a filter begin at the repository's root and go before the
 * service's folder; an ignored path is ignored whatever else says.
 * @see https://render.com/docs/monorepo-support
 */
export function renderTakes({ rootDirectory, buildFilter }: Built, files: readonly string[]): readonly string[] {
  const { paths = [], ignoredPaths = [] } = buildFilter ?? {};
  const isIn = paths.length > 0 ? matching(paths) : (file: string) => isBelow(rootDirectory, file);
  const isIgnored = matching(ignoredPaths);
  return files.filter((file) => isIn(file) && !isIgnored(file));
}

/** What Vercel builds a project for, and what else decides about it. */
export interface Affected {
  readonly files: readonly string[];
  readonly unless: readonly string[];
}

/**
 * Those of the files that deploy the frontend. A stack that deploys by itself, or a command that nobody can foresee, goes
 * by the project's folder; without a command Vercel builds each push.
 * @see https://vercel.com/docs/project-configuration/project-settings#ignored-build-step
 */
export function vercelTakes(
  {
    rootDirectory,
    ignoreCommand,
  }: { readonly rootDirectory?: string | undefined; readonly ignoreCommand?: string | undefined },
  files: readonly string[],
  byVendor: boolean,
): Affected {
  const ownFolder = files.filter((file) => isBelow(rootDirectory, file));
  if (!byVendor) return { files: ownFolder, unless: [] };
  if (ignoreCommand === undefined) return { files, unless: ["it has no ignoreCommand"] };
  const compared = comparedIn(ignoreCommand, folderOf(rootDirectory));
  if (!compared) return { files, unless: [`unless ${ignoreCommand} ends with 0`] };
  return { files: files.filter((file) => compared.some((path) => isBelow(path, file))), unless: [] };
}

/** The folders and files that `git diff --quiet A B PATHS` compares; undefined where the command is another one. */
function comparedIn(command: string, folder: string): readonly string[] | undefined {
  const commands = shellCommands(command);
  const [git, diff, ...words] = commands.length === 1 ? (commands[0]?.words ?? []) : [];
  if (git !== "git" || diff !== "diff" || !words.some((word) => word === "--quiet" || word === "--exit-code"))
    return undefined;
  const options = words.filter((word) => word.startsWith("-"));
  if (options.some((option) => !["--quiet", "--exit-code", "--"].includes(option))) return undefined;
  const marked = words.indexOf("--");
  const plain = (from: readonly string[]) => from.filter((word) => !word.startsWith("-"));
  // Two revisions stand before the paths.
  const paths = marked < 0 ? plain(words).slice(2) : plain(words.slice(marked + 1));
  if (paths.some((path) => /[*?[\]$`!^]|^:[^/]/.test(path))) return undefined;
  return paths.length === 0
    ? [""]
    : paths.map((path) => (path.startsWith(":/") ? path.slice(2) : posix.join(folder, path)));
}

const matching = (globs: readonly string[]) => {
  const fromRoot = globs.map((glob) => visible(glob.replace(/^\.?\//, "").replace(/\/$/, "/**")));
  return (file: string) => fromRoot.some((glob) => matchesGlob(visible(file), glob));
};

/** Node's `*` and `**` pass over names that begin with a dot. */
const visible = (path: string): string => path.replace(/(^|\/)\.(?!\.?(?:\/|$))/g, "$1\u00b7");

const folderOf = (path = ""): string =>
  posix
    .join(path, ".")
    .replace(/^\.?\/+|\/+$/g, "")
    .replace(/^\.$/, "");

/** Whether a file is a path or below it; everything is below the root. */
function isBelow(path: string | undefined, file: string): boolean {
  const folder = folderOf(path);
  return folder === "" || file === folder || file.startsWith(`${folder}/`);
}
