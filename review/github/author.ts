import type { GitHub } from "./client.ts";

/**
 * Login of whoever the token is of. An app's token may not ask, so that its app has to be known.
 * @param app short name of the app that a check run of this token was put down to
 */
export async function authorOf({ octokit }: GitHub, app: string | undefined): Promise<string> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return data.login;
  } catch (error) {
    const refused = error instanceof Error && "status" in error && (error.status === 403 || error.status === 401);
    if (refused && app !== undefined) return `${app}[bot]`;
    throw error;
  }
}
