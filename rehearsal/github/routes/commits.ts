import { Hono } from "hono";
import { z } from "zod";
import { commitJson, HTML, repositoryJson, userJson } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import {
  type Api,
  actorOf,
  type Call,
  commitAt,
  type GitHubCore,
  gitOf,
  nameIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import type { CommitStatus } from "../entities/checks.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { fileDiffs } from "../file-diff.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { branchesOf } from "../rules/refs.ts";

const NewStatus = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().default("default"),
  description: z.string().max(140).nullish(),
  target_url: z.string().nullish(),
});

/** Commits, comparisons, and the statuses reported for a commit. */
export function commitRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const at = "/repos/:owner/:repo";

  app.get(`${at}/commits`, (c) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    if (git.data.refs.size === 0) throw new ApiError(409, "Git Repository is empty.");
    const from = commitAt(core, repository, c.req.query("sha") ?? repository.settings.default_branch);
    const path = c.req.query("path");
    const touches = (sha: string) => {
      if (path === undefined) return true;
      const [parent] = git.commit(sha).parents;
      return (
        git.filesOf(sha).get(path)?.sha !== (parent === undefined ? undefined : git.filesOf(parent).get(path)?.sha)
      );
    };
    return c.json(page(c, git.history(from).filter(touches)).map((sha) => commitJson(core, c, repository, sha)));
  });
  app.get(`${at}/compare/:basehead{.+}`, (c) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    const [base, head] = nameIn(c, "basehead")
      .split("...")
      .map((ref) => commitAt(core, repository, ref.replace(/^[^/:]+:/, "")));
    if (base === undefined || head === undefined) throw new ApiError(404, "Not Found");
    const from = git.mergeBase(base, head) ?? base;
    const [ahead, behind] = [git.ahead(base, head), git.ahead(head, base)];
    const status =
      ahead.length === 0 ? (behind.length === 0 ? "identical" : "behind") : behind.length === 0 ? "ahead" : "diverged";
    const url = `${c.get("base")}/repos/${fullName(repository)}/compare/${nameIn(c, "basehead")}`;
    const html = `${HTML}/${fullName(repository)}/compare/${nameIn(c, "basehead")}`;
    return c.json({
      url,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitJson(core, c, repository, base),
      merge_base_commit: commitJson(core, c, repository, from),
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: ahead.toReversed().map((sha) => commitJson(core, c, repository, sha)),
      files: fileDiffs(git, c, {
        name: fullName(repository),
        before: git.filesOf(from),
        after: git.filesOf(head),
        sha: head,
      }),
    });
  });

  app.post(`${at}/statuses/:sha`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const sha = commitAt(core, repository, c.req.param("sha"), `No commit found for SHA: ${c.req.param("sha")}`);
    const { state, context, description = null, target_url: targetUrl = null } = await readBody(c, NewStatus);
    const { login: creator, appId } = actorOf(c);
    const status: CommitStatus = {
      id: nextId(core.state),
      sha,
      context,
      state,
      description,
      targetUrl,
      creator,
      createdAt: stamp(core),
      ...(appId !== undefined && { appId }),
    };
    repository.statuses.push(status);
    return c.json(statusJson(core, c, repository, status), 201);
  });
  const statuses = (c: Call) => {
    const repository = repositoryAt(core, c);
    const sha = commitAt(core, repository, nameIn(c, "ref"), `No commit found for SHA: ${nameIn(c, "ref")}`);
    return { repository, sha, all: repository.statuses.filter((status) => status.sha === sha).toReversed() };
  };
  app.get(`${at}/commits/:ref{.+}/statuses`, (c) => {
    const { repository, all } = statuses(c);
    return c.json(
      page(
        c,
        all.map((status) => statusJson(core, c, repository, status)),
      ),
    );
  });
  app.get(`${at}/commits/:ref{.+}/status`, (c) => {
    const { repository, sha, all } = statuses(c);
    const newest = [...new Map(all.toReversed().map((status) => [status.context, status])).values()];
    const states = newest.map(({ state }) => state);
    const bad = states.some((state) => state === "failure" || state === "error");
    const url = `${c.get("base")}/repos/${fullName(repository)}/commits/${sha}`;
    return c.json({
      state: bad ? "failure" : states.length === 0 || states.includes("pending") ? "pending" : "success",
      statuses: page(
        c,
        newest.map((status) => statusJson(core, c, repository, status)),
      ),
      sha,
      total_count: newest.length,
      repository: repositoryJson(core, c, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  });
  app.get(`${at}/commits/:ref{.+}/branches-where-head`, (c) => {
    const { repository, sha } = statuses(c);
    const those = [...branchesOf(core, repository)].filter(([, head]) => head === sha);
    return c.json(
      those.map(([name]) => ({
        name,
        commit: { sha, url: `${c.get("base")}/repos/${fullName(repository)}/commits/${sha}` },
        protected: repository.protections.has(name),
      })),
    );
  });
  app.get(`${at}/commits/:ref{.+}`, (c) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    const sha = commitAt(core, repository, nameIn(c, "ref"), `No commit found for SHA: ${nameIn(c, "ref")}`);
    if (/\.sha\b/.test(c.req.header("accept") ?? "")) return c.text(sha);
    const [parent] = git.commit(sha).parents;
    const files = fileDiffs(git, c, {
      name: fullName(repository),
      before: parent === undefined ? new Map() : git.filesOf(parent),
      after: git.filesOf(sha),
      sha,
    }) as { additions: number; deletions: number }[];
    const sum = (key: "additions" | "deletions") => files.reduce((total, file) => total + file[key], 0);
    const stats = {
      total: sum("additions") + sum("deletions"),
      additions: sum("additions"),
      deletions: sum("deletions"),
    };
    return c.json({ ...commitJson(core, c, repository, sha), stats, files });
  });
  return app;
}

function statusJson(core: GitHubCore, c: Call, repository: Repository, status: CommitStatus): object {
  const { id, sha, state, description, targetUrl, context, createdAt, creator } = status;
  return {
    url: `${c.get("base")}/repos/${fullName(repository)}/statuses/${sha}`,
    avatar_url: "https://avatars.githubusercontent.com/u/0?v=4",
    id,
    node_id: nodeId("StatusContext", id),
    state,
    description,
    target_url: targetUrl,
    context,
    created_at: createdAt,
    updated_at: createdAt,
    creator: userJson(core, c, creator),
  };
}
