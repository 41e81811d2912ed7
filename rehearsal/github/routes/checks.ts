import { Hono } from "hono";
import { z } from "zod";
import { appJson, HTML } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import {
  type Api,
  actorOf,
  type Call,
  commitAt,
  type GitHubCore,
  nameIn,
  numberIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import { Annotation, type CheckRun } from "../entities/checks.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { counted, page } from "../http/pages.ts";

const status = z.enum(["queued", "in_progress", "completed", "waiting", "requested", "pending"]);
const conclusion = z.enum([
  "success",
  "failure",
  "neutral",
  "cancelled",
  "skipped",
  "timed_out",
  "action_required",
  "stale",
]);
/** More is refused; GitHub counts characters. */
const long = z.string().max(65_535);
const output = z.object({
  title: z.string().optional(),
  summary: long,
  text: long.optional(),
  annotations: z.array(Annotation).max(50).default([]),
  images: z.array(z.looseObject({})).optional(),
});
const Change = z.object({
  name: z.string().min(1).optional(),
  status: status.optional(),
  conclusion: conclusion.nullish(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).nullish(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  output: output.optional(),
});
const Creation = Change.extend({ name: z.string().min(1), head_sha: z.string() });

const at = "/repos/:owner/:repo";

/** The app that a check run of a user's own token is put down to; it is no app that a rule could be pinned to. */
export const USERS_OWN = 1;

/** Check runs: what a rule that requires a check looks at, beside commit statuses. */
export function checkRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const found = (c: Call, repository: Repository) => {
    const run = repository.checkRuns.get(numberIn(c, "id"));
    if (!run) throw notFound();
    return run;
  };

  app.post(`${at}/check-runs`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const { name, head_sha: head, ...given } = await readBody(c, Creation);
    const headSha = commitAt(core, repository, head, `No commit found for SHA: ${head}`);
    const run: CheckRun = {
      id: nextId(core.state),
      appId: actorOf(c).appId ?? USERS_OWN,
      headSha,
      name,
      status: "queued",
      conclusion: null,
      startedAt: stamp(core),
      completedAt: null,
      detailsUrl: null,
      externalId: "",
      output: { title: null, summary: null, text: null, annotations: [] },
    };
    apply(core, run, given);
    repository.checkRuns.set(run.id, run);
    return c.json(runJson(core, c, repository, run), 201);
  });
  app.patch(`${at}/check-runs/:id`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const run = found(c, repository);
    if (run.appId !== (actorOf(c).appId ?? USERS_OWN))
      throw new ApiError(
        403,
        `Invalid app_id \`${run.appId}\` - check run can only be modified by the GitHub App that created it.`,
      );
    apply(core, run, await readBody(c, Change));
    return c.json(runJson(core, c, repository, run));
  });
  app.get(`${at}/check-runs/:id`, (c) => {
    const repository = repositoryAt(core, c);
    return c.json(runJson(core, c, repository, found(c, repository)));
  });
  app.get(`${at}/check-runs/:id/annotations`, (c) => {
    const repository = repositoryAt(core, c);
    const { output: told, headSha } = found(c, repository);
    return c.json(page(c, told.annotations).map((annotation) => annotationJson(repository, headSha, annotation)));
  });
  app.get(`${at}/commits/:ref{.+}/check-runs`, (c) => {
    const repository = repositoryAt(core, c);
    const sha = commitAt(core, repository, nameIn(c, "ref"), `No commit found for SHA: ${nameIn(c, "ref")}`);
    const { check_name: name, status: state, app_id: appId, filter = "latest" } = c.req.query();
    const runs = [...repository.checkRuns.values()].filter(
      (run) =>
        run.headSha === sha &&
        (name === undefined || run.name === name) &&
        (state === undefined || run.status === state) &&
        (appId === undefined || run.appId === Number(appId)),
    );
    const latest = [...new Map(runs.map((run) => [`${run.appId} ${run.name}`, run])).values()];
    const shown = (filter === "all" ? runs : latest).toReversed();
    return c.json(
      counted(
        c,
        "check_runs",
        shown.map((run) => runJson(core, c, repository, run)),
      ),
    );
  });
  app.get(`${at}/commits/:ref{.+}/check-suites`, (c) => {
    const repository = repositoryAt(core, c);
    const sha = commitAt(core, repository, nameIn(c, "ref"));
    const runs = [...repository.checkRuns.values()].filter((run) => run.headSha === sha);
    const suites = Object.values(Object.groupBy(runs, ({ appId }) => appId)).map((those = []) => {
      const [first] = those;
      const done = those.every((run) => run.status === "completed");
      const bad = those.find((run) => run.conclusion !== "success");
      const runsOf = core.state.apps.get(first?.appId ?? 0);
      return {
        id: suiteOf(first),
        head_sha: sha,
        status: done ? "completed" : "in_progress",
        conclusion: done ? (bad?.conclusion ?? "success") : null,
        app: runsOf ? appJson(core, c, runsOf) : null,
        latest_check_runs_count: those.length,
      };
    });
    return c.json(counted(c, "check_suites", suites));
  });
  return app;
}

/** A conclusion completes a run, whatever its status was. */
function apply(core: GitHubCore, run: CheckRun, given: z.output<typeof Change>): void {
  run.name = given.name ?? run.name;
  run.status = given.conclusion ? "completed" : (given.status ?? run.status);
  if (given.status === "completed" && !given.conclusion)
    throw new ApiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  run.conclusion = run.status === "completed" ? (given.conclusion ?? run.conclusion) : null;
  run.startedAt = given.started_at ?? run.startedAt;
  run.completedAt = run.status === "completed" ? (given.completed_at ?? run.completedAt ?? stamp(core)) : null;
  run.detailsUrl = given.details_url ?? run.detailsUrl;
  run.externalId = given.external_id ?? run.externalId;
  if (!given.output) return;
  const { title = null, summary, text = null, annotations } = given.output;
  run.output = { title, summary, text, annotations: [...run.output.annotations, ...annotations] };
}

/** All runs of one app for one commit are one suite. */
const suiteOf = (run: CheckRun | undefined) =>
  Number.parseInt((run?.headSha ?? "0").slice(0, 8), 16) + (run?.appId ?? 0);

function annotationJson(repository: Repository, sha: string, given: Annotation): object {
  const nothing = { start_column: null, end_column: null, title: null, raw_details: null };
  return { ...nothing, ...given, blob_href: `${HTML}/${fullName(repository)}/blob/${sha}/${given.path}` };
}

function runJson(core: GitHubCore, c: Call, repository: Repository, run: CheckRun): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/check-runs/${run.id}`;
  const html = `${HTML}/${fullName(repository)}/runs/${run.id}`;
  const app = core.state.apps.get(run.appId);
  const { annotations, ...told } = run.output;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...told, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: suiteOf(run) },
    app: app ? appJson(core, c, app) : null,
    pull_requests: [...repository.pulls.values()]
      .filter(({ state, headSha }) => state === "open" && headSha === run.headSha)
      .map(({ id, number }) => ({ id, number, url: `${c.get("base")}/repos/${fullName(repository)}/pulls/${number}` })),
  };
}
