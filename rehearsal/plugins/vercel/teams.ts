import type { Change } from "../../../providers/protocol/resource.ts";

/**
 * The real plugin replaces a resource when another team is configured for it. A `teamId` that names the team it is in
 * already, or that is no longer given, changes nothing.
 */
export function withoutSameTeam(
  changes: readonly Change[],
  teamId: string | undefined,
  want: { teamId?: string | undefined },
) {
  const same = want.teamId === undefined || want.teamId === teamId;
  return changes.filter(({ path }) => path !== "teamId" || !same);
}

/** An import's id: `<project>/<rest>` or `<team>/<project>/<rest>`; undefined when it is neither. */
export function importParts(id: string): { teamId?: string; projectId: string; rest: string } | undefined {
  const parts = id.split("/");
  const [first, second, third] = parts;
  if (parts.length === 3 && first && second && third) return { teamId: first, projectId: second, rest: third };
  if (parts.length === 2 && first && second) return { projectId: first, rest: second };
  return undefined;
}
