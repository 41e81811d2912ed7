import { Hono } from "hono";
import { z } from "zod";
import { appJson, HTML, userJson } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import type { Permission } from "../entities/account.ts";
import type { Comment } from "../entities/pull.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { labelsJson } from "./labels.ts";

const Body = z.object({ body: z.string().min(1).max(65_536) });
const ISSUES = "/repos/:owner/:repo/issues";

/** The conversation of issues and pull requests, which share their addresses; and their labels. */
export function commentRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const commentAt = (c: Call) => {
    const repository = repositoryAt(core, c);
    const comment = repository.comments.get(numberIn(c, "id"));
    if (!comment) throw notFound();
    return { repository, comment };
  };
  /** Whoever wrote it may change it, and whoever may write to the repository. */
  const ownComment = (c: Call) => {
    const found = commentAt(c);
    const { login } = actorOf(c);
    if (found.comment.user !== login) repositoryAt(core, c, "push");
    return found;
  };

  const subjectAt = (c: Call, needs: Permission = "pull") => {
    const repository = repositoryAt(core, c, needs);
    const number = numberIn(c, "number");
    const subject = repository.pulls.get(number) ?? repository.issues.get(number);
    if (!subject) throw notFound();
    return { repository, subject };
  };

  app.get(`${ISSUES}/comments/:id`, (c) => {
    const { repository, comment } = commentAt(c);
    return c.json(commentJson(core, c, repository, comment));
  });
  app.patch(`${ISSUES}/comments/:id`, async (c) => {
    const { repository, comment } = ownComment(c);
    comment.body = (await readBody(c, Body)).body;
    comment.updatedAt = stamp(core);
    return c.json(commentJson(core, c, repository, comment));
  });
  app.delete(`${ISSUES}/comments/:id`, (c) => {
    const { repository, comment } = ownComment(c);
    repository.comments.delete(comment.id);
    return c.body(null, 204);
  });
  app.get(`${ISSUES}/:number/comments`, (c) => {
    const { repository, subject } = subjectAt(c);
    const those = [...repository.comments.values()].filter(({ number }) => number === subject.number);
    return c.json(page(c, those).map((comment) => commentJson(core, c, repository, comment)));
  });
  app.post(`${ISSUES}/:number/comments`, async (c) => {
    const { repository, subject } = subjectAt(c);
    const { login: user, appId } = actorOf(c);
    const { body } = await readBody(c, Body);
    const now = stamp(core);
    const comment: Comment = {
      id: nextId(core.state),
      number: subject.number,
      user,
      body,
      createdAt: now,
      updatedAt: now,
      ...(appId !== undefined && { appId }),
    };
    repository.comments.set(comment.id, comment);
    return c.json(commentJson(core, c, repository, comment), 201);
  });

  const LABELS = `${ISSUES}/:number/labels`;
  app.get(LABELS, (c) => {
    const { repository, subject } = subjectAt(c);
    return c.json(labelsJson(c, repository, subject.labels));
  });
  for (const method of ["POST", "PUT"] as const)
    app.on(method, LABELS, async (c) => {
      const { repository, subject } = subjectAt(c, "push");
      const given = await readBody(c, z.object({ labels: z.array(z.string()) }));
      subject.labels = [...new Set([...(method === "POST" ? subject.labels : []), ...given.labels])];
      return c.json(labelsJson(c, repository, subject.labels));
    });
  app.delete(`${LABELS}/:label`, (c) => {
    const { repository, subject } = subjectAt(c, "push");
    if (!subject.labels.includes(c.req.param("label"))) throw new ApiError(404, "Label does not exist");
    subject.labels = subject.labels.filter((name) => name !== c.req.param("label"));
    return c.json(labelsJson(c, repository, subject.labels));
  });
  return app;
}

function commentJson(core: GitHubCore, c: Call, repository: Repository, comment: Comment): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/issues`;
  const app = core.state.apps.get(comment.appId ?? 0);
  return {
    url: `${url}/comments/${comment.id}`,
    html_url: `${HTML}/${fullName(repository)}/pull/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${url}/${comment.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: userJson(core, c, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: "MEMBER",
    performed_via_github_app: app ? appJson(core, c, app) : null,
  };
}
