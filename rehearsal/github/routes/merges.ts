import { Hono } from "hono";
import { z } from "zod";
import { mergeCommits, mergeFiles } from "../../core/git-merge.ts";
import type { Files } from "../../core/git-repository.ts";
import { commitJson } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import {
  type Actor,
  type Api,
  actorOf,
  commitAt,
  type GitHubCore,
  gitOf,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import type { Pull } from "../entities/pull.ts";
import type { Repository } from "../entities/repository.ts";
import { commitFiles, moveBranch, signatureOf } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { baseShaOf } from "../pull-answer.ts";
import { type MergeMethod, refusalOfMerge } from "../rules/merge-verdict.ts";
import { PULLS, pullAt } from "./pulls.ts";

const Merge = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
});
const methods = {
  merge: ["allow_merge_commit", "Merge commits are not allowed on this repository."],
  squash: ["allow_squash_merge", "Squash merges are not allowed on this repository."],
  rebase: ["allow_rebase_merge", "Rebase merges are not allowed on this repository."],
} as const;

/** Merging: a push of the base branch, when every rule of the branch is met. */
export function mergeRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  app.get(`${PULLS}/:number/merge`, (c) => {
    const { pull } = pullAt(core, c);
    return pull.merged ? c.body(null, 204) : c.json({ message: "Not Found", status: "404" }, 404);
  });
  app.put(`${PULLS}/:number/merge`, async (c) => {
    const { repository, pull } = pullAt(core, c, "push");
    const { commit_title: title, commit_message: message, sha, merge_method: method } = await readBody(c, Merge);
    const actor = actorOf(c);
    if (pull.state === "closed") throw new ApiError(405, "Pull Request is not mergeable");
    if (pull.draft) throw new ApiError(405, "Pull Request is still a draft");
    const [setting, notAllowed] = methods[method];
    if (!repository.settings[setting]) throw new ApiError(405, notAllowed);
    if (sha !== undefined && sha !== pull.headSha)
      throw new ApiError(409, "Head branch was modified. Review and try the merge again.");
    const refusal = refusalOfMerge(core, repository, pull, { actor, method });
    if (refusal !== undefined) throw new ApiError(405, refusal);

    const baseSha = baseShaOf(core, repository, pull);
    const made = commitOf(core, repository, pull, { baseSha, method, actor, title, message });
    if (made === undefined) throw new ApiError(405, "Pull Request is not mergeable");
    const now = stamp(core);
    pull.merged = { at: now, by: actor.login, sha: made, baseSha };
    pull.state = "closed";
    pull.closedAt = now;
    pull.updatedAt = now;
    moveBranch(core, repository, pull.baseRef, made);
    if (repository.settings.delete_branch_on_merge && pull.fork === undefined)
      gitOf(core, repository).data.refs.delete(`heads/${pull.headRef}`);
    return c.json({ sha: made, merged: true, message: "Pull Request successfully merged" });
  });

  app.post("/repos/:owner/:repo/merges", async (c) => {
    const repository = repositoryAt(core, c, "push");
    const Body = z.object({ base: z.string(), head: z.string(), commit_message: z.string().optional() });
    const { base, head, commit_message: message } = await readBody(c, Body);
    const git = gitOf(core, repository);
    const [into, from] = [commitAt(core, repository, base), commitAt(core, repository, head)];
    if (git.ahead(into, from).length === 0) return c.body(null, 204);
    const files = mergeCommits(git, into, from);
    if (!files) throw new ApiError(409, "Merge conflict");
    const told = message ?? `Merge ${head} into ${base}`;
    const made = commitFiles(
      core,
      repository,
      { branch: base, files, parents: [into, from], message: told },
      actorOf(c),
    );
    return c.json(commitJson(core, c, repository, made), 201);
  });
  return app;
}

interface Asked {
  readonly baseSha: string;
  readonly method: MergeMethod;
  readonly actor: Actor;
  readonly title: string | undefined;
  readonly message: string | undefined;
}

/** Writes what the merge amounts to. @returns the new head of the base branch; undefined where the two conflict */
function commitOf(core: GitHubCore, repository: Repository, pull: Pull, asked: Asked): string | undefined {
  const git = gitOf(core, repository);
  const { baseSha, method, actor } = asked;
  if (method === "rebase") return rebased(core, repository, pull, asked);
  const files = mergeCommits(git, baseSha, pull.headSha);
  if (!files) return undefined;
  const commits = git.ahead(baseSha, pull.headSha).toReversed();
  const usual =
    method === "merge"
      ? {
          title: `Merge pull request #${pull.number} from ${(pull.fork ?? repository.owner).split("/")[0]}/${pull.headRef}`,
          message: pull.title,
        }
      : squashed(
          git.commit(pull.headSha).message,
          pull,
          commits.map((sha) => git.commit(sha).message),
        );
  const message = [asked.title ?? usual.title, asked.message ?? usual.message].filter(Boolean).join("\n\n");
  const parents = method === "merge" ? [baseSha, pull.headSha] : [baseSha];
  const author = signatureOf(core, method === "merge" ? actor : { login: pull.user });
  return git.writeCommit({ files, parents, message, author, committer: signatureOf(core, actor) });
}

/** One commit keeps its own words; several are listed under the pull request's title. */
function squashed(last: string, pull: Pull, messages: readonly string[]): { title: string; message: string } {
  const [first = "", ...rest] = last.split("\n");
  if (messages.length === 1) return { title: `${first} (#${pull.number})`, message: rest.join("\n").trim() };
  return { title: `${pull.title} (#${pull.number})`, message: messages.map((told) => `* ${told}`).join("\n\n") };
}

function rebased(core: GitHubCore, repository: Repository, pull: Pull, { baseSha, actor }: Asked): string | undefined {
  const git = gitOf(core, repository);
  let head = baseSha;
  for (const sha of git.ahead(baseSha, pull.headSha).toReversed()) {
    const { parents, message, author } = git.commit(sha);
    const [parent] = parents;
    if (parents.length !== 1 || parent === undefined) continue;
    const theirs: Files = git.filesOf(sha);
    const files = mergeFiles(git, { origin: git.filesOf(parent), ours: git.filesOf(head), theirs });
    if (!files) return undefined;
    head = git.writeCommit({ files, parents: [head], message, author, committer: signatureOf(core, actor) });
  }
  return head;
}
