import { UserError } from "../../protocol/errors.ts";
import type { Place } from "../client.ts";

/** The id of a rollout: `<team>/<project>/<flag>`, without a team `<project>/<flag>`. */
export const idOf = ({ teamId, projectId, flag }: Place): string =>
  [teamId, projectId, flag].filter((part) => part !== undefined).join("/");

/** Imports what is there as the resource of that URN. A program's rollout has a parent, the component of that name. */
export function importCommand(urn: string, place: Place): string {
  const [component, own] = urn.split("$release:index:");
  const parent = own === undefined ? "" : ` --parent 'rollout=${component}::rollout'`;
  return `pulumi import release:index:Rollout ${place.flag} ${idOf(place)}${parent}`;
}

/** What an id says, as an import gives it. */
export function placeOf(id: string): Place {
  const [flag, projectId, teamId, ...more] = id.split("/").toReversed();
  if (/^[A-Z_][A-Z0-9_]*$/.test(flag ?? "") && flag && projectId && teamId !== "" && more.length === 0)
    return { ...(teamId === undefined ? {} : { teamId }), projectId, flag };
  throw new UserError(
    "ROLLOUT_IMPORT_ID",
    [
      `ROLLOUT_IMPORT_ID: ${JSON.stringify(id)} is no id of a rollout; expected <team>/<project>/<flag> or <project>/<flag>`,
      "  at pulumi import release:index:Rollout",
      "  fix: pulumi import release:index:Rollout V2_ROLLOUT_PERCENT team_…/prj_…/V2_ROLLOUT_PERCENT --parent rollout=urn:…",
    ].join("\n"),
  );
}
