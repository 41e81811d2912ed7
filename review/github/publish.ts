import { saidBy } from "../../release/rollback/github.ts";
import { commentOf } from "../comment/comment.ts";
import { markerOf } from "../comment/marker.ts";
import { headlineOf } from "../headline.ts";
import type { Review } from "../review.ts";
import { authorOf } from "./author.ts";
import { annotationsOf, type CheckRun, writeCheckRun } from "./check-run.ts";
import type { GitHub } from "./client.ts";
import { pullRequest } from "./pull.ts";
import { recordText } from "./record.ts";
import { upsertComment } from "./upsert-comment.ts";

/** Where a review is told. */
export interface Publication {
  readonly pull: number;
  /** The check run's name, as the ruleset requires it. */
  readonly check: string;
  /** The project's folder in the repository. */
  readonly prefix: string;
}

/** What became of it. */
export interface Published {
  readonly check: string | null | undefined;
  readonly comment: string | undefined;
  /** What GitHub did not take, or what was left out; a line each. */
  readonly notes: readonly string[];
}

/**
 * Writes check run and comment. The check run is first: it is what the merge waits for, and it is about this commit, while
 * the comment is the pull request's and left to a newer commit where there is one.
 */
export async function publish(
  github: GitHub,
  review: Review & { readonly head: string },
  { pull, check, prefix }: Publication,
): Promise<Published> {
  const body = commentOf(review);
  const { head, stack, verdict, policies } = review;
  const notes: string[] = [];
  const run = await writeCheckRun(github, {
    ...{ name: check, head, passed: verdict === "pass", title: headlineOf(review), summary: body },
    ...recorded(review),
    annotations: annotationsOf(policies, prefix),
  }).catch((error: unknown) => void notes.push(`the check run "${check}" was not written: ${saidBy(error)}`));
  const comment = await commented(github, { pull, head, stack, body, app: run?.app }).catch(
    (error: unknown) => void notes.push(`the comment was not written: ${saidBy(error)}`),
  );
  if (comment === null) notes.push("the pull request has a newer commit: the comment is left to its preview");
  return { check: run?.url, comment: comment ?? undefined, notes };
}

/** What could not be judged, or not as a whole, has no plan that a deployment could be held against. */
const recorded = ({ errors, verdict, record }: Review): Pick<CheckRun, "text" | "externalId"> =>
  verdict === "failed" || errors.length > 0
    ? { text: "", externalId: "" }
    : { text: recordText(record), externalId: record.digest };

interface ToComment {
  readonly pull: number;
  readonly head: string;
  readonly stack: string;
  readonly body: string;
  readonly app: string | undefined;
}

/** Its address; null where a newer commit is there. */
async function commented(github: GitHub, { pull, head, stack, body, app }: ToComment): Promise<string | null> {
  const { head: newest } = await pullRequest(github, pull);
  if (newest !== head) return null;
  return upsertComment(github, { pull, marker: markerOf(stack), body, author: await authorOf(github, app) });
}
