import { parsePath } from "../../protocol/path.ts";
import type { Change } from "../../protocol/resource.ts";

/** What an input's change is of: its first step, `env` for `env.DEV_MODE`. */
export const topOf = ({ path }: Change): string => String(parsePath(path)?.[0] ?? path);

/**
 * Whether the changes name an input, or a key of it: an update touches nothing that the preview did not show. None of them
 * means everything, since then the update was forced.
 */
export function meantBy(changes: readonly Change[]): (top: string, key?: string) => boolean {
  const paths = changes.map(({ path }) => parsePath(path) ?? [path]);
  return (top, key) =>
    paths.length === 0 ||
    paths.some((path) => path[0] === top && (key === undefined || path[1] === undefined || path[1] === key));
}
