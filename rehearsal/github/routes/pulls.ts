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
  nameIn,
  numberIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import { accountOf, type Permission } from "../entities/account.ts";
import type { Pull } from "../entities/pull.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId } from "../entities/state.ts";
import { commitFiles } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { baseShaOf, pullDiffs, pullJson, wholePullJson } from "../pull-answer.ts";
import { branchesOf } from "../rules/refs.ts";

const Creation = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
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

/** Pull requests between branches of one repository. */
export function pullRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  app.get(PULLS, (c) => {
    const repository = repositoryAt(core, c);
    const { state = "open", base, head, direction = "desc" } = c.req.query();
    const branch = head?.split(":").at(-1);
    const found = [...repository.pulls.values()].filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (base === undefined || pull.baseRef === base) &&
        (branch === undefined || pull.headRef === branch),
    );
    const sorted = direction === "asc" ? found : found.toReversed();
    return c.json(page(c, sorted).map((pull) => pullJson(core, c, repository, pull)));
  });
  app.post(PULLS, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const given = await readBody(c, Creation);
    const headRef = given.head.replace(new RegExp(`^${repository.owner}:`, "i"), "");
    const branches = branchesOf(core, repository);
    const [head, base] = [branches.get(headRef), branches.get(given.base)];
    const fault = (field: string) => ({ resource: "PullRequest", field, code: "invalid" });
    if (head === undefined || base === undefined) throw invalid(fault(base === undefined ? "base" : "head"));
    const custom = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });
    if (gitOf(core, repository).ahead(base, head).length === 0)
      throw custom(`No commits between ${given.base} and ${headRef}`);
    const same = [...repository.pulls.values()].some(
      (pull) => pull.state === "open" && pull.headRef === headRef && pull.baseRef === given.base,
    );
    if (same) throw custom(`A pull request already exists for ${repository.owner}:${headRef}.`);
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
    const shas = gitOf(core, repository)
      .ahead(baseShaOf(core, repository, pull), pull.headSha)
      .toReversed();
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
    const those = [...repository.pulls.values()].filter((pull) => pull.headSha === sha || pull.merged?.sha === sha);
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

function diffText(core: GitHubCore, c: Call, repository: Repository, pull: Pull): string {
  const files = pullDiffs(core, c, repository, pull) as { filename: string; patch?: string }[];
  return files
    .map(
      ({ filename, patch = "" }) =>
        `diff --git a/${filename} b/${filename}\n--- a/${filename}\n+++ b/${filename}\n${patch}\n`,
    )
    .join("");
}
