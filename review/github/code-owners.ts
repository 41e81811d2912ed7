/** Where GitHub looks for the file, in this order; the first counts. */
export const CODE_OWNERS_PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Who owns a file: `@user`, `@org/team`, or an address; the last line that matches says it, and may say nobody. */
export type OwnersOf = (path: string) => readonly string[];

/**
 * Reads a file of code owners.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeOwners(text: string): OwnersOf {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [pattern = "", ...words] = line.trim().split(/(?<!\\)\s+/);
    if (pattern === "" || pattern.startsWith("#")) return [];
    const comment = words.findIndex((word) => word.startsWith("#"));
    return [{ matches: matcherOf(pattern), owners: comment < 0 ? words : words.slice(0, comment) }];
  });
  return (path) => lines.findLast(({ matches }) => matches.test(path))?.owners ?? [];
}

/**
 * `/docs/` is that folder, `docs/` one at any depth, `*.js` a file anywhere, `/a/b` a file or a folder, `docs/*` what lies
 * in it and not deeper.
 */
function matcherOf(pattern: string): RegExp {
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "");
  const anchored = pattern.startsWith("/") || bare.includes("/");
  const parts = bare.split("/").map((part) => (part === "**" ? undefined : part));
  const path = parts.map((part, index) => {
    const last = index === parts.length - 1;
    if (part === undefined) return last ? ".+" : "(?:.+/)?";
    return `${literally(part)}${last ? "" : "/"}`;
  });
  const flat = anchored && parts.at(-1) === "*";
  const within = pattern.endsWith("/") ? "/.+" : flat || parts.at(-1) === undefined ? "" : "(?:/.+)?";
  return new RegExp(`^${anchored ? "" : "(?:.+/)?"}${path.join("")}${within}$`, "s");
}

const literally = (part: string): string =>
  part.replace(/\\(.)|[*]|[?]|[^\w\s]/g, (sign, escaped?: string) => {
    if (escaped === undefined && sign === "*") return "[^/]*";
    if (escaped === undefined && sign === "?") return "[^/]";
    return RegExp.escape(escaped ?? sign);
  });
