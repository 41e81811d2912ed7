import { Hono } from "hono";
import { z } from "zod";
import { mergeCommits } from "../../core/git-merge.ts";
import { commitJson, HTML } from "../answers.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import {
  type Api,
  actorOf,
  type Call,
  commitAt,
  type GitHubCore,
  gitOf,
  mayIn,
  nameIn,
  numberIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import { accountOf, allows, type Permission } from "../entities/account.ts";
import type { Pull } from "../entities/pull.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId } from "../entities/state.ts";
import { commitFiles } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { baseShaOf, commitsOf, pullDiffs, pullJson, wholePullJson } from "../pull-answer.ts";
import { bringCommit, setHead } from "../pull-heads.ts";
import { branchesOf } from "../rules/refs.ts";

const Creation = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  /** Name of the fork, where its owner has several. */
  head_repo: z.string().optional(),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
});
const Change = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});
const Reviewers = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

export const PULLS = "/repos/:owner/:repo/pulls";

/** The pull request that a path names. @throws ApiError 404 */
export function pullAt(core: GitHubCore, c: Call, needs: Permission = "pull"): { repository: Repository; pull: Pull } {
  const repository = repositoryAt(core, c, needs);
  const pull = repository.pulls.get(numberIn(c, "number"));
  if (!pull) throw notFound();
  return { repository, pull };
}

/** Pull requests between branches of one repository, or out of a fork. */
export function pullRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  app.get(PULLS, (c) => {
    const repository = repositoryAt(core, c);
    const { state = "open", base, head, direction = "desc" } = c.req.query();
    const [owner, branch] = head?.includes(":") ? head.split(":") : [undefined, head];
    const ownerOf = (pull: Pull) => (pull.fork ?? repository.owner).split("/")[0]?.toLowerCase();
    const found = [...repository.pulls.values()].filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (base === undefined || pull.baseRef === base) &&
        (branch === undefined || pull.headRef === branch) &&
        (owner === undefined || ownerOf(pull) === owner.toLowerCase()),
    );
    const sorted = direction === "asc" ? found : found.toReversed();
    return c.json(page(c, sorted).map((pull) => pullJson(core, c, repository, pull)));
  });
  app.post(PULLS, async (c) => {
    const given = await readBody(c, Creation);
    const { repository, home, headRef } = sidesOf(core, c, given);
    const [head, base] = [home && branchesOf(core, home).get(headRef), branchesOf(core, repository).get(given.base)];
    const fault = (field: string) => ({ resource: "PullRequest", field, code: "invalid" });
    if (home === undefined || head === undefined || base === undefined)
      throw invalid(fault(base === undefined ? "base" : "head"));
    const custom = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });
    bringCommit(core, { from: home, into: repository }, head);
    if (gitOf(core, repository).ahead(base, head).length === 0)
      throw custom(`No commits between ${given.base} and ${headRef}`);
    const fork = home === repository ? undefined : fullName(home);
    const same = [...repository.pulls.values()].some(
      (pull) => pull.state === "open" && pull.fork === fork && pull.headRef === headRef && pull.baseRef === given.base,
    );
    if (same) throw custom(`A pull request already exists for ${home.owner}:${headRef}.`);
    repository.lastNumber += 1;
    const now = stamp(core);
    const pull: Pull = {
      id: nextId(core.state),
      number: repository.lastNumber,
      user: actorOf(c).login,
      title: given.title,
      body: given.body ?? null,
      state: "open",
      draft: given.draft,
      headRef,
      ...(fork !== undefined && { fork }),
      baseRef: given.base,
      headSha: head,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
      requestedReviewers: [],
      requestedTeams: [],
      labels: [],
      reviews: new Map(),
    };
    repository.pulls.set(pull.number, pull);
    setHead(core, repository, pull, head);
    return c.json(wholePullJson(core, c, repository, pull), 201);
  });
  app.get(`${PULLS}/:number`, (c) => {
    const { repository, pull } = pullAt(core, c);
    const accept = c.req.header("accept") ?? "";
    if (/\.(diff|patch)\b/.test(accept)) return c.text(diffText(core, c, repository, pull));
    return c.json(wholePullJson(core, c, repository, pull));
  });
  app.patch(`${PULLS}/:number`, async (c) => {
    const { repository, pull } = pullAt(core, c, "push");
    const { title, body, state, base } = await readBody(c, Change);
    if (base !== undefined) {
      if (!branchesOf(core, repository).has(base))
        throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
      pull.baseRef = base;
    }
    if (state === "open" && pull.merged)
      throw invalid({
        resource: "PullRequest",
        code: "custom",
        field: "state",
        message: "state cannot be changed. The pull request cannot be reopened.",
      });
    if (state !== undefined && state !== pull.state) pull.closedAt = state === "closed" ? stamp(core) : null;
    pull.state = state ?? pull.state;
    pull.title = title ?? pull.title;
    pull.body = body === undefined ? pull.body : body;
    pull.updatedAt = stamp(core);
    return c.json(wholePullJson(core, c, repository, pull));
  });

  app.get(`${PULLS}/:number/commits`, (c) => {
    const { repository, pull } = pullAt(core, c);
    const shas = commitsOf(core, repository, pull).toReversed();
    return c.json(page(c, shas).map((sha) => commitJson(core, c, repository, sha)));
  });
  app.get(`${PULLS}/:number/files`, (c) => {
    const { repository, pull } = pullAt(core, c);
    return c.json(page(c, pullDiffs(core, c, repository, pull)));
  });
  app.put(`${PULLS}/:number/update-branch`, async (c) => {
    const { repository, pull } = pullAt(core, c, "push");
    const { expected_head_sha: expected } = await readBody(c, z.object({ expected_head_sha: z.string().optional() }));
    if (expected !== undefined && expected !== pull.headSha)
      throw new ApiError(422, "expected head sha didn’t match current head ref.");
    // A fork's branch is its owner's, unless that was allowed, which nobody can here.
    if (pull.fork !== undefined) throw new ApiError(403, "Must have push access to the head repository.");
    const git = gitOf(core, repository);
    const base = baseShaOf(core, repository, pull);
    if (git.ahead(pull.headSha, base).length === 0)
      throw new ApiError(422, "There are no new commits on the base branch.");
    const files = mergeCommits(git, pull.headSha, base);
    if (!files) throw new ApiError(422, "merge conflict between base and head");
    const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`;
    commitFiles(core, repository, { branch: pull.headRef, files, parents: [pull.headSha, base], message }, actorOf(c));
    return c.json(
      { message: "Updating pull request branch.", url: `${HTML}/${fullName(repository)}/pull/${pull.number}` },
      202,
    );
  });
  app.get("/repos/:owner/:repo/commits/:ref{.+}/pulls", (c) => {
    const repository = repositoryAt(core, c);
    const sha = commitAt(core, repository, nameIn(c, "ref"));
    const main = branchesOf(core, repository).get(repository.settings.default_branch);
    const landed = main !== undefined && gitOf(core, repository).history(main).includes(sha);
    // Of what is in the default branch only the merge that brought it is told.
    const those = [...repository.pulls.values()].filter((pull) =>
      landed
        ? pull.merged && (pull.merged.sha === sha || commitsOf(core, repository, pull).includes(sha))
        : commitsOf(core, repository, pull).includes(sha),
    );
    return c.json(page(c, those).map((pull) => pullJson(core, c, repository, pull)));
  });

  for (const method of ["POST", "DELETE"] as const)
    app.on(method, `${PULLS}/:number/requested_reviewers`, async (c) => {
      const { repository, pull } = pullAt(core, c, "push");
      const { reviewers, team_reviewers: teams } = await readBody(c, Reviewers);
      if (method === "POST" && reviewers.includes(pull.user))
        throw new ApiError(422, "Review cannot be requested from pull request author.");
      const unknown = reviewers.some((login) => !accountOf(core.state, login));
      if (method === "POST" && unknown)
        throw new ApiError(
          422,
          "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.",
        );
      const change = (before: string[], these: string[]) =>
        method === "POST" ? [...new Set([...before, ...these])] : before.filter((name) => !these.includes(name));
      pull.requestedReviewers = change(pull.requestedReviewers, reviewers);
      pull.requestedTeams = change(pull.requestedTeams, teams);
      return c.json(pullJson(core, c, repository, pull), method === "POST" ? 201 : 200);
    });
  app.get(`${PULLS}/:number/requested_reviewers`, (c) => {
    const { repository, pull } = pullAt(core, c);
    const { requested_reviewers: users, requested_teams: teams } = pullJson(core, c, repository, pull) as Record<
      string,
      unknown
    >;
    return c.json({ users, teams });
  });
  return app;
}

/**
 * The two sides of a new pull request: `branch`, `owner:branch`, or `branch` with `head_repo`. Out of a fork anyone may ask
 * who may read the repository and write to the fork.
 */
function sidesOf(core: GitHubCore, c: Call, { head, head_repo: name }: z.output<typeof Creation>) {
  const seen = repositoryAt(core, c);
  const [owner, headRef] = head.includes(":") ? (head.split(":", 2) as [string, string]) : [undefined, head];
  const isOwn = owner === undefined || owner.toLowerCase() === seen.owner.toLowerCase();
  if (isOwn && name === undefined) {
    const repository = repositoryAt(core, c, "push");
    return { repository, home: repository, headRef };
  }
  const home = [...core.state.repositories.values()].find(
    (one) =>
      one.parent === fullName(seen) &&
      (owner === undefined || one.owner.toLowerCase() === owner.toLowerCase()) &&
      (name === undefined || one.name === name),
  );
  const may = home && allows(mayIn(core, home, actorOf(c)), "push");
  return { repository: seen, home: may ? home : undefined, headRef };
}

function diffText(core: GitHubCore, c: Call, repository: Repository, pull: Pull): string {
  const files = pullDiffs(core, c, repository, pull) as { filename: string; patch?: string }[];
  return files
    .map(
      ({ filename, patch = "" }) =>
        `diff --git a/${filename} b/${filename}\n--- a/${filename}\n+++ b/${filename}\n${patch}\n`,
    )
    .join("");
}
