import { saidBy } from "../../release/rollback/github.ts";
import type { GitHub } from "./client.ts";

/** A client whose token may ask who is in a team; a workflow's own may not. */
export type Teams = Pick<GitHub, "octokit">;

/** Finds owners among people; each membership is asked for once. */
export interface OwnersWho {
  /** Login of the first of these people who is one of the owners, `@user` or `@org/team`; undefined where nobody is. */
  among(owners: readonly string[], people: readonly string[]): Promise<string | undefined>;
  /** What could not be asked. */
  readonly troubles: readonly string[];
}

export function ownersWho({ octokit }: Teams): OwnersWho {
  const known = new Map<string, Promise<boolean>>();
  const troubles = new Set<string>();

  const isIn = async (org: string, team: string, login: string): Promise<boolean> => {
    try {
      const asked = { org, team_slug: team, username: login };
      const { data } = await octokit.rest.teams.getMembershipForUserInOrg(asked);
      return data.state === "active";
    } catch (error) {
      const status = error instanceof Error && "status" in error ? error.status : undefined;
      if (status !== 404 && status !== 403) throw error;
      // Who is no member is not found, and neither is a team that the token may not see.
      const sees = await octokit.rest.teams.getByName({ org, team_slug: team }).then(
        () => true,
        () => false,
      );
      if (!sees)
        troubles.add(
          `who is in @${org}/${team} cannot be asked (${saidBy(error)}): set CUTOVER_MEMBERS_TOKEN to a token that may read members, or name people in CODEOWNERS`,
        );
      return false;
    }
  };

  const owns = (owner: string, login: string): Promise<boolean> => {
    const [, org, team] = /^@([\w-]+)\/([\w.-]+)$/.exec(owner) ?? [];
    if (!org || !team) return Promise.resolve(owner.toLowerCase() === `@${login}`.toLowerCase());
    const key = `${owner} ${login}`;
    const asked = known.get(key) ?? isIn(org, team, login);
    known.set(key, asked);
    return asked;
  };

  return {
    get troubles() {
      return [...troubles];
    },
    async among(owners, people) {
      for (const login of people) for (const owner of owners) if (await owns(owner, login)) return login;
      return undefined;
    },
  };
}
