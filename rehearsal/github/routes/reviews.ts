import { Hono } from "hono";
import { z } from "zod";
import { HTML, userJson } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, nameIn, type Scope, stamp } from "../core.ts";
import type { Pull, Review } from "../entities/pull.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { commitsOf } from "../pull-answer.ts";
import { PULLS, pullAt } from "./pulls.ts";

const events = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;
const Creation = z.object({
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).optional(),
  body: z.string().default(""),
  commit_id: z.string().optional(),
});

/** Reviews of pull requests: approvals count for rules until they are dismissed. */
export function reviewRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const at = `${PULLS}/:number/reviews`;
  const reviewAt = (c: Call) => {
    const { repository, pull } = pullAt(core, c);
    const review = pull.reviews.get(Number(nameIn(c, "review")));
    if (!review) throw notFound();
    return { repository, pull, review };
  };

  app.get(at, (c) => {
    const { repository, pull } = pullAt(core, c);
    return c.json(page(c, [...pull.reviews.values()]).map((review) => reviewJson(core, c, repository, pull, review)));
  });
  app.post(at, async (c) => {
    const { repository, pull } = pullAt(core, c);
    const { event, body, commit_id: commitId } = await readBody(c, Creation);
    const { login } = actorOf(c);
    if (event === "APPROVE" && login === pull.user)
      throw new ApiError(422, "Unprocessable Entity", ["Can not approve your own pull request"]);
    if (event === "REQUEST_CHANGES" && login === pull.user)
      throw new ApiError(422, "Unprocessable Entity", ["Can not request changes on your own pull request"]);
    if (commitId !== undefined && !commitsOf(core, repository, pull).includes(commitId))
      throw new ApiError(422, "Unprocessable Entity", ["commit_id is not part of the pull request"]);
    const review: Review = {
      id: nextId(core.state),
      user: login,
      state: event === undefined ? "PENDING" : events[event],
      body,
      commitId: commitId ?? pull.headSha,
      submittedAt: stamp(core),
    };
    pull.reviews.set(review.id, review);
    pull.requestedReviewers = pull.requestedReviewers.filter((name) => name !== login);
    return c.json(reviewJson(core, c, repository, pull, review));
  });
  app.get(`${at}/:review`, (c) => {
    const { repository, pull, review } = reviewAt(c);
    return c.json(reviewJson(core, c, repository, pull, review));
  });
  app.post(`${at}/:review/events`, async (c) => {
    const { repository, pull, review } = reviewAt(c);
    const { event } = await readBody(c, Creation.required({ event: true }));
    review.state = events[event];
    return c.json(reviewJson(core, c, repository, pull, review));
  });
  app.put(`${at}/:review/dismissals`, async (c) => {
    pullAt(core, c, "push");
    const { repository, pull, review } = reviewAt(c);
    await readBody(c, z.object({ message: z.string() }));
    if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
      throw new ApiError(422, "Can not dismiss a commented pull request review");
    review.state = "DISMISSED";
    return c.json(reviewJson(core, c, repository, pull, review));
  });
  return app;
}

function reviewJson(core: GitHubCore, c: Call, repository: Repository, pull: Pull, review: Review): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/pulls/${pull.number}`;
  const html = `${HTML}/${fullName(repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: userJson(core, c, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: "MEMBER",
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
  };
}
