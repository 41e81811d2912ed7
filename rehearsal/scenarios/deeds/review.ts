import { writeFile } from "node:fs/promises";
import type { JobResult } from "../../runner/run-job.ts";
import { CHECK } from "../../story/merge-gate.ts";
import { approve, merge } from "../../story/pull.ts";
import { at, fileAt, github } from "../../story/repository.ts";
import { expectExit, expectSame, type Scene, Unexpected } from "../../story/scene.ts";
import { jobs } from "./jobs.ts";
import { pass } from "./time.ts";
import { due, ended, pulled, pushed, work } from "./workflows.ts";

/** What the preview said of a pull request's newest commit, as people see it at GitHub. */
export interface Told {
  /** Of the check run `preview`; undefined while there is none. */
  readonly conclusion: string | null | undefined;
  /** Of the plan, by which the deployment finds it again. */
  readonly digest: string;
  readonly annotations: number;
  /** Everything the workflows have commented, the oldest first. */
  readonly comments: readonly { readonly id: number; readonly body: string }[];
  /** The first three lines of the comment: verdict, changes, next action. */
  readonly lines: readonly string[];
}

/** The required preview of a pull request: the base branch's workflow and code. */
export async function previewed(scene: Scene, number: number): Promise<Told> {
  const asked = { ...jobs.required, matrix: { stack: scene.stack } };
  const result = await work(scene, await pulled(scene, number, "pull_request_target"), asked);
  expectRan(result);
  return told(scene, number);
}

/** What the pull request's own program does, which a code owner has approved: `approval.yml`, then `program.yml`. */
export async function programPreviewed(scene: Scene, number: number): Promise<Told | undefined> {
  const happening = ended(scene, await headOf(scene, number));
  const approved = await work(scene, happening, jobs.approved);
  expectRan(approved);
  const needs = { approved: approved.outputs };
  const asked = { ...jobs.program, matrix: { stack: scene.stack }, needs };
  const result = await work(scene, happening, asked);
  if (result.conclusion === "skipped") return undefined;
  expectRan(result);
  return told(scene, number);
}

/** Insists that a job came to its own end, whatever it found: it did not break on its way. */
function expectRan({ conclusion, reason, runs }: JobResult): void {
  if (conclusion === "success") return;
  const last = runs.at(-1);
  // 1 is a refusal, 3 a preview that could not be judged; both are told at GitHub.
  if (last && (last.exitCode === 1 || last.exitCode === 3)) return;
  const said = last ? `${last.command} ended with ${last.exitCode}\n${last.stdout}${last.stderr}` : reason;
  throw new Unexpected(`the job was ${conclusion}: ${said}`);
}

/** What GitHub shows of a pull request now. */
export async function told(scene: Scene, number: number): Promise<Told> {
  const { rest } = github(scene, "developer");
  const { data: checks } = await rest.checks.listForRef({
    ...{ ...at(scene), ref: await headOf(scene, number), check_name: CHECK },
  });
  const [check] = checks.check_runs;
  const { data: all } = await rest.issues.listComments({ ...at(scene), issue_number: number, per_page: 100 });
  const comments = all
    .filter(({ user }) => user?.login === "github-actions[bot]")
    .map(({ id, body = "" }) => ({ id, body }));
  return {
    ...{ conclusion: check?.conclusion, digest: check?.external_id ?? "", comments },
    annotations: check?.output.annotations_count ?? 0,
    lines: linesIn(comments.at(-1)?.body ?? ""),
  };
}

/** The lines that somebody sees first: without markers, headings' signs and empty ones. */
const linesIn = (body: string): string[] =>
  body
    .replace(/<!--.*?-->/gs, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 3)
    .map((line) => line.replace(/^#+ |\*\*|\\$/g, ""));

export async function headOf(scene: Scene, number: number): Promise<string> {
  const { data } = await github(scene, "developer").rest.pulls.get({ ...at(scene), pull_number: number });
  return data.head.sha;
}

/** Approves and merges. @returns the commit that it became */
export async function land(scene: Scene, number: number): Promise<string> {
  await approve(scene, number);
  const merged = await merge(scene, number);
  expectSame("the merge", [merged.status, merged.message], [200, "Pull Request successfully merged"]);
  return merged.sha ?? "";
}

export async function close(scene: Scene, number: number): Promise<void> {
  await github(scene, "developer").rest.pulls.update({ ...at(scene), pull_number: number, state: "closed" });
}

/**
 * What the default branch has now goes to production, once a reviewer of that environment lets it and its wait is over.
 * @returns what the deployment says at its end
 */
export async function deployed(scene: Scene): Promise<string> {
  const asked = { ...jobs.deploy, needs: { staging: {} } };
  const waiting = await work(scene, pushed(scene), asked);
  expectSame("whether it waits for a reviewer", waiting.reason, "production waits for a review of this deployment.");
  const { owner, repo } = at(scene);
  const repository = scene.world.github.state.repositories.get(`${owner}/${repo}`.toLowerCase());
  pass(scene, `PT${repository?.environments.get("production")?.waitTimer ?? 0}M`);
  // A promotion rests on a watch that goes on; 1 is what it found, after hours that passed in a second.
  const [watched] = (await work(scene, due(scene), jobs.watch)).runs;
  if (watched) expectExit(watched, watched.exitCode === 1 ? 1 : 0);
  const { conclusion, runs } = await work(scene, pushed(scene), { ...asked, approvedBy: "rev-robin" });
  const last = runs.at(-1);
  if (conclusion !== "success" || !last)
    throw new Unexpected(`the deployment failed: ${last?.command}\n${last?.stdout}${last?.stderr}`);
  await pull(scene);
  return (
    last.stdout
      .split("\n")
      .find((line) => line.startsWith("✓"))
      ?.slice(2) ?? ""
  );
}

/**
 * What happens at once when the default branch declares less than users have: while staging has not begun, and asked of
 * nobody. @returns what the job says first
 */
export async function wentBack(scene: Scene): Promise<string> {
  const began = performance.now();
  const { conclusion, reason, runs, summary } = await work(scene, pushed(scene), jobs.wayBack);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const last = runs.at(-1);
  if (conclusion !== "success" || !last)
    throw new Unexpected(`the way back failed: ${reason ?? last?.command}\n${last?.stdout}${last?.stderr}`);
  const [said = ""] = last.stdout.split("\n");
  expectSame("whether the job's summary says the same", summary.includes(said), true);
  return `${said.replace(/^✓ /, "")} (in ${seconds} s)`;
}

/** The operator's own copy of the stack's file, as `git pull` leaves it. */
async function pull(scene: Scene): Promise<void> {
  const { text } = await fileAt(scene, scene.file.branch, `Pulumi.${scene.stack}.yaml`);
  await writeFile(scene.env.PULUMI_OPTION_CONFIG_FILE ?? "", text);
}

/** Opens a pull request that changes these files; `undefined` deletes one. @returns its number */
export async function proposeFiles(
  scene: Scene,
  branch: string,
  title: string,
  files: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { rest } = github(scene, "developer");
  const { branch: base, repository } = scene.file;
  const tip = await rest.git.getRef({ ...at(scene), ref: `heads/${base}` });
  await rest.git.createRef({ ...at(scene), ref: `refs/heads/${branch}`, sha: tip.data.object.sha });
  scene.world.git.write(repository, branch, title, files);
  const { data } = await rest.pulls.create({ ...at(scene), title, head: branch, base });
  return data.number;
}
