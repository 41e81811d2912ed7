import { Hono } from "hono";
import { z } from "zod";
import { HTML, userJson } from "../answers.ts";
import { notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import type { Issue } from "../entities/nouns.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { labelsJson } from "./labels.ts";

const names = z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]));
const Creation = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: names.default([]),
  assignees: z.array(z.string()).default([]),
});
const Change = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.string().nullish(),
  labels: names.optional(),
  assignees: z.array(z.string()).optional(),
});
const at = "/repos/:owner/:repo/issues";

/** Issues: what a tool opens for people, such as a report that something drifted. */
export function issueRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const place = (c: Call, needs: "pull" | "push") => {
    const repository = repositoryAt(core, c, needs);
    const issue = repository.issues.get(numberIn(c, "number"));
    if (!issue) throw notFound();
    return { repository, issue };
  };

  app.get(at, (c) => {
    const repository = repositoryAt(core, c);
    const { state = "open", labels } = c.req.query();
    const wanted = labels?.split(",") ?? [];
    const found = [...repository.issues.values()].filter(
      (issue) => (state === "all" || issue.state === state) && wanted.every((label) => issue.labels.includes(label)),
    );
    return c.json(page(c, found.toReversed()).map((issue) => issueJson(core, c, repository, issue)));
  });
  app.post(at, async (c) => {
    const repository = repositoryAt(core, c);
    const { title, body, labels, assignees } = await readBody(c, Creation);
    repository.lastNumber += 1;
    const now = stamp(core);
    const issue: Issue = {
      id: nextId(core.state),
      number: repository.lastNumber,
      user: actorOf(c).login,
      title,
      body: body ?? null,
      state: "open",
      stateReason: null,
      labels,
      assignees,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
    };
    repository.issues.set(issue.number, issue);
    return c.json(issueJson(core, c, repository, issue), 201);
  });
  app.get(`${at}/:number`, (c) => {
    const pull = repositoryAt(core, c).pulls.get(numberIn(c, "number"));
    if (pull) {
      const repository = repositoryAt(core, c);
      const url = `${c.get("base")}/repos/${fullName(repository)}/pulls/${pull.number}`;
      const issue = { ...pull, stateReason: null, assignees: [] };
      return c.json({
        ...issueJson(core, c, repository, issue),
        pull_request: { url, merged_at: pull.merged?.at ?? null },
      });
    }
    const { repository, issue } = place(c, "pull");
    return c.json(issueJson(core, c, repository, issue));
  });
  app.patch(`${at}/:number`, async (c) => {
    const { repository, issue } = place(c, "push");
    const given = await readBody(c, Change);
    issue.title = given.title ?? issue.title;
    issue.body = given.body === undefined ? issue.body : given.body;
    issue.labels = given.labels ?? issue.labels;
    issue.assignees = given.assignees ?? issue.assignees;
    if (given.state && given.state !== issue.state) {
      issue.closedAt = given.state === "closed" ? stamp(core) : null;
      issue.stateReason = given.state === "closed" ? (given.state_reason ?? "completed") : "reopened";
      issue.state = given.state;
    }
    issue.updatedAt = stamp(core);
    return c.json(issueJson(core, c, repository, issue));
  });
  return app;
}

function issueJson(core: GitHubCore, c: Call, repository: Repository, issue: Issue): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/issues/${issue.number}`;
  const comments = [...repository.comments.values()].filter(({ number }) => number === issue.number).length;
  const assignees = issue.assignees.map((login) => userJson(core, c, login));
  return {
    url,
    repository_url: `${c.get("base")}/repos/${fullName(repository)}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${HTML}/${fullName(repository)}/issues/${issue.number}`,
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    number: issue.number,
    title: issue.title,
    user: userJson(core, c, issue.user),
    labels: labelsJson(c, repository, issue.labels),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: "MEMBER",
    active_lock_reason: null,
    body: issue.body,
  };
}
