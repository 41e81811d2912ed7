import { readFile } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../providers/protocol/errors.ts";
import type { GitHub } from "./client.ts";

const Sha = z.string().regex(/^[0-9a-f]{40}$/);
const Repository = z.object({ full_name: z.string(), default_branch: z.string() });
const Answer = z.object({
  number: z.int(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullish(),
  merge_commit_sha: Sha.nullish(),
  user: z.object({ login: z.string() }).nullable(),
  head: z.object({ sha: Sha, repo: Repository.pick({ full_name: true }).nullable() }),
  base: z.object({ sha: Sha, ref: z.string(), repo: Repository }),
});

/** A pull request, as far as a review needs it. */
export interface Pull {
  readonly number: number;
  readonly open: boolean;
  readonly author: string | undefined;
  /** The newest commit of its branch. */
  readonly head: string;
  /** Its branch is in another repository, or in one that is gone. */
  readonly fork: boolean;
  /** The commit that it is compared with, and the branch that it goes into. */
  readonly base: string;
  readonly into: string;
  /** It goes into the repository's default branch, which the ruleset guards. */
  readonly intoDefault: boolean;
  /** The commit that its merge made; undefined where it is not merged. */
  readonly mergeCommit: string | undefined;
}

export async function pullRequest({ octokit, at }: GitHub, number: number): Promise<Pull> {
  const { data } = await octokit.rest.pulls.get({ ...at, pull_number: number });
  return pullOf(Answer.parse(data));
}

/** Pull requests that a commit belongs to, the newest first: those that have it, and the one whose merge made it. */
export async function pullsOf({ octokit, at }: GitHub, commit: string): Promise<readonly Pull[]> {
  const all = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
    ...{ ...at, commit_sha: commit, per_page: 100 },
  });
  return all.map((one) => pullOf(Answer.parse(one)));
}

function pullOf({ number, state, user, head, base, ...merge }: z.output<typeof Answer>): Pull {
  return {
    ...{ number, open: state === "open", author: user?.login, head: head.sha },
    fork: head.repo?.full_name.toLowerCase() !== base.repo.full_name.toLowerCase(),
    ...{ base: base.sha, into: base.ref, intoDefault: base.ref === base.repo.default_branch },
    mergeCommit: (merge.merged_at && merge.merge_commit_sha) || undefined,
  };
}

const Event = z.object({ pull_request: z.object({ number: z.int().positive() }) });

/** Which pull request a command is about: the one that was named, else that of the workflow's event. @throws UserError */
export async function pullNumber(given: string | undefined, env: NodeJS.ProcessEnv): Promise<number> {
  if (given !== undefined && /^[1-9]\d{0,9}$/.test(given)) return Number(given);
  const event = given === undefined && env.GITHUB_EVENT_PATH ? await eventAt(env.GITHUB_EVENT_PATH) : undefined;
  if (event) return event.pull_request.number;
  throw new UserError(
    "REQUEST_INVALID",
    [
      given === undefined
        ? "it is not known which pull request is meant; expected its number, or a workflow's event that has one"
        : `${JSON.stringify(given)} is no number of a pull request`,
      "  at --pull",
      "  fix: --pull 42",
    ].join("\n"),
  );
}

async function eventAt(path: string): Promise<z.output<typeof Event> | undefined> {
  try {
    return Event.safeParse(JSON.parse(await readFile(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
