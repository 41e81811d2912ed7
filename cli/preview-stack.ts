import pc from "picocolors";
import { inert } from "../judgement/inert.ts";
import { placeOf } from "../release/subject/place.ts";
import type { StackPlace } from "../release/subject/stack-text.ts";
import { commitOf, prefixOf } from "../review/base/git.ts";
import { commentOf } from "../review/comment/comment.ts";
import { type GitHub, openGitHub, openTeams } from "../review/github/client.ts";
import { type Publication, publish } from "../review/github/publish.ts";
import { pullNumber, pullRequest } from "../review/github/pull.ts";
import { notJudged } from "../review/not-judged.ts";
import type { Review } from "../review/review.ts";
import { reportInJob, summarise } from "./job-summary.ts";
import { maskedReview, masker } from "./preview-masked.ts";
import { reviewOf } from "./preview-review.ts";
import { exitCodeOf, type PreviewOptions, tell } from "./preview-tell.ts";
import { reportError } from "./report-error.ts";

/** Where a pull request is told what became of its preview. */
interface Target extends Pick<Publication, "pull" | "check"> {
  readonly github: GitHub;
  readonly place: StackPlace;
}

/** Previews, tells, and gives the exit code. A preview that cannot be made is told the pull request as well. */
export async function previewStack(options: PreviewOptions, signal: AbortSignal): Promise<number> {
  let target: Target | undefined;
  try {
    const { env } = process;
    const place = placeOf(options.stack, env);
    // What is missing at GitHub is told before minutes are spent.
    if (options.comment) {
      const github = await openGitHub(env);
      target = { github, place, pull: await pullNumber(options.pull, env), check: options.check };
    }
    if (process.stderr.isTTY) process.stderr.write(`Previewing ${place.stack}…\n`);
    const review = maskedReview(
      await reviewOf(place, options, signal, target && (await atGitHub(target))),
      masker(env),
    );
    if (signal.aborted) return 130;
    await tell(review, options);
    const published = target ? await publishAt(target, review) : true;
    return published ? exitCodeOf(review) : 3;
  } catch (error) {
    if (signal.aborted) return 130;
    const code = target ? reportError(error) : await reportInJob("There is no preview", error);
    if (target) await tellFailure(target, options, error);
    return code === 2 ? 2 : 3;
  }
}

async function atGitHub({ github, pull }: Target) {
  const teams = await openTeams(process.env, github);
  return { github, teams, pull: await pullRequest(github, pull) };
}

/** Whether the check run was written; the comment alone may be missing. */
async function publishAt(target: Target, review: Review): Promise<boolean> {
  const { place } = target;
  const head = review.head ?? (await commitOf(place, "HEAD"));
  return published(target, { ...review, head }, await prefixOf(place));
}

async function published(
  { github, pull, check }: Target,
  review: Review & { readonly head: string },
  prefix: string,
): Promise<boolean> {
  await summarise(commentOf(review));
  const done = await publish(github, review, { pull, check, prefix });
  for (const note of done.notes) process.stderr.write(`${pc.yellow("!")} ${inert(note)}\n`);
  if (done.comment) process.stderr.write(`The comment: ${done.comment}\n`);
  return done.check !== undefined;
}

/** Completes the check as failed and replaces the comment, so that neither tells of an earlier commit. */
async function tellFailure(target: Target, options: PreviewOptions, error: unknown): Promise<void> {
  try {
    const { stack, env } = target.place;
    const head = await commitMeant(target, options);
    const review = notJudged({
      stack,
      head,
      base: undefined,
      trust: "production",
      errors: [masker(env)(saidOf(error))],
    });
    await published(target, { ...review, head }, "");
  } catch (trouble) {
    reportError(trouble);
  }
}

/** The commit that was to be previewed, also where Git does not know it. */
async function commitMeant({ place, github, pull }: Target, { configFrom }: PreviewOptions): Promise<string> {
  if (configFrom !== undefined && /^[0-9a-f]{40}$/.test(configFrom)) return configFrom;
  const here = await commitOf(place, configFrom ?? "HEAD").catch(() => undefined);
  return here ?? (await pullRequest(github, pull)).head;
}

/** A mistake that carries a code tells what to do; anything else is a bug of ours. */
function saidOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof Error && "code" in error && typeof error.code === "string") return message;
  return `Unexpected failure of cutover itself: ${message}\n  fix: preview it again; the job's log has more`;
}
