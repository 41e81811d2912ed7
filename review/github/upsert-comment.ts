import type { GitHub } from "./client.ts";

/** What a stack says of a pull request: one comment, which is rewritten. */
export interface Comment {
  readonly pull: number;
  /** Stands in the text and is found again; somebody else may have written it, too. */
  readonly marker: string;
  readonly body: string;
  /** Login of whoever writes here. */
  readonly author: string;
}

/**
 * Writes the comment, or rewrites the one that is there. Of several by this author the oldest is kept and the others go,
 * so that two runs at once end with one.
 * @returns its address
 */
export async function upsertComment(github: GitHub, comment: Comment): Promise<string> {
  const { octokit, at } = github;
  const { pull, body } = comment;
  const there = await ownComments(github, comment);
  if (there.length === 0) {
    const { data: made } = await octokit.rest.issues.createComment({ ...at, issue_number: pull, body });
    // Another run may have done the same meanwhile. A list may lag behind what was just written.
    const since = await ownComments(github, comment);
    there.push(...since, ...(since.some(({ id }) => id === made.id) ? [] : [made]));
  }
  const [kept, ...others] = there;
  for (const { id } of others)
    await octokit.rest.issues.deleteComment({ ...at, comment_id: id }).catch((error: unknown) => {
      if (!(error instanceof Error && "status" in error && error.status === 404)) throw error;
    });
  if (kept?.body !== body && kept) await octokit.rest.issues.updateComment({ ...at, comment_id: kept.id, body });
  return kept?.html_url ?? "";
}

/** The oldest first. */
async function ownComments({ octokit, at }: GitHub, { pull, marker, author }: Comment) {
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...at, issue_number: pull, per_page: 100 });
  return all
    .filter(({ body, user }) => body?.includes(marker) && user?.login === author)
    .sort((one, other) => one.id - other.id);
}
