import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { engineFolder } from "../../../engine/bootstrap/places.js";
import { engineEnvironment } from "../../../engine/environment.ts";
import { mergeCommits } from "../../core/git-merge.ts";
import { insideWorld } from "../../environment.ts";
import { type JobResult, type JobRun, type Runner, runJob } from "../../runner/run-job.ts";
import { readWorkflow } from "../../runner/workflow.ts";
import { createWorkingTree } from "../../runner/working-tree.ts";
import { at, github } from "../../story/repository.ts";
import { type Scene, Unexpected } from "../../story/scene.ts";

/** A job of a workflow file of the repository, and what it is run for. */
export interface Asked extends Pick<JobRun, "matrix" | "needs" | "approvedBy"> {
  readonly file: `${string}.yml`;
  readonly job: string;
}

/** What something that happened at GitHub brings about. */
export interface Happening extends Pick<JobRun, "event" | "ref" | "sha"> {
  /** The commit whose workflow files are used: the base branch's, but for `pull_request`. */
  readonly workflows: string;
}

/** Runs one job as GitHub Actions would, from the workflow file that GitHub would take. */
export async function work(
  scene: Scene,
  happening: Happening,
  { file, job: name, ...more }: Asked,
): Promise<JobResult> {
  const runner = await runnerOf(scene);
  const git = scene.world.git.repository(scene.file.repository);
  const found = git.filesOf(happening.workflows).get(`.github/workflows/${file}`);
  const workflow = found && readWorkflow(git.text(found.sha));
  const job = workflow?.jobs[name];
  if (!workflow || !job) throw new Unexpected(`${file} has no job ${name}; expected one`);
  if (!(happening.event.name in workflow.on))
    throw new Unexpected(`${file} does not run for ${happening.event.name}; expected that it does`);
  const { owner, repo } = at(scene);
  return runJob(runner, { ...happening, ...more, job, repository: `${owner}/${repo}` });
}

/** Somebody opened a pull request or pushed to it. */
export async function pulled(
  scene: Scene,
  number: number,
  name: "pull_request" | "pull_request_target",
): Promise<Happening> {
  const { data: pull } = await github(scene, "administrator").rest.pulls.get({ ...at(scene), pull_number: number });
  const payload = { action: "synchronize", number, pull_request: pull, repository: pull.base.repo };
  const event = { name, payload };
  const { base, head } = pull;
  if (name === "pull_request_target")
    return { event, ref: `refs/heads/${base.ref}`, sha: base.sha, workflows: base.sha };
  const merge = testMerge(scene, number, base.sha, head.sha);
  return { event, ref: `refs/pull/${number}/merge`, sha: merge, workflows: merge };
}

/** The default branch moved. */
export function pushed({ world, file }: Scene): Happening {
  const sha = world.git.resolve(file.repository, file.branch)?.sha ?? "";
  const ref = `refs/heads/${file.branch}`;
  const [before] = world.git.repository(file.repository).commit(sha).parents;
  return { event: { name: "push", payload: { ref, before, after: sha } }, ref, sha, workflows: sha };
}

/** It is time for what runs every few minutes. */
export const due = (scene: Scene): Happening => ({ ...pushed(scene), event: { name: "schedule", payload: {} } });

/** A workflow came to its end; what follows runs on the default branch. */
export function ended(scene: Scene, commit: string): Happening {
  const { owner, repo } = at(scene);
  const run = { conclusion: "success", head_sha: commit, head_repository: { full_name: `${owner}/${repo}` } };
  return { ...pushed(scene), event: { name: "workflow_run", payload: { workflow_run: run } } };
}

/** GitHub's own trial of the merge, which `pull_request` jobs check out. */
function testMerge({ world, file }: Scene, number: number, base: string, head: string): string {
  const git = world.git.repository(file.repository);
  const files = mergeCommits(git, base, head);
  if (!files) throw new Unexpected(`#${number} conflicts with its base; expected that it merges`);
  const author = { name: "GitHub", email: "noreply@github.com", seconds: git.commit(head).committer.seconds };
  const merge = git.writeCommit({ files, parents: [base, head], message: `Merge ${head} into ${base}`, author });
  git.data.refs.set(`pull/${number}/merge`, merge);
  return merge;
}

const runners = new WeakMap<Scene, Promise<Runner>>();

function runnerOf(scene: Scene): Promise<Runner> {
  const made = runners.get(scene) ?? createRunner(scene);
  runners.set(scene, made);
  return made;
}

/** A machine with what its image has and nothing that lets in; secrets are environments', as Pulumi.repo.yaml has them. */
async function createRunner({ world, project, file, onLine, signal }: Scene): Promise<Runner> {
  const folder = join(world.folder, "runner", "work");
  const bin = join(world.folder, "runner", "bin");
  await mkdir(bin, { recursive: true });
  // As npx does it in a clone, without npm's own start each time.
  await writeFile(join(bin, "npx"), '#!/bin/sh\nshift\nexec node cli/cutover.js "$@"\n');
  await chmod(join(bin, "npx"), 0o755);
  const { PULUMI_BACKEND_URL = "", PULUMI_CONFIG_PASSPHRASE_FILE = "", ...rest } = world.env;
  const own = Object.entries(rest).filter(([name, value]) => !isOurs(name) && !lets(world.secrets, value));
  const { env } = engineEnvironment(insideWorld(process.env, Object.fromEntries(own)));
  const data = world.git.repository(file.repository).data;
  const tree = await createWorkingTree(folder, data, {
    project,
    env: { ...env, CUTOVER_ENGINE_DIR: engineFolder(env) },
  });
  const {
    RENDER_API_KEY = "",
    VERCEL_API_TOKEN = "",
    CUTOVER_DATABASE_URL = "",
    CUTOVER_GATES_DATABASE_URL = "",
  } = world.env;
  const secrets = {
    ...{ RENDER_API_KEY, VERCEL_API_TOKEN, CUTOVER_DATABASE_URL, CUTOVER_GATES_DATABASE_URL },
    PULUMI_CONFIG_PASSPHRASE: (await readFile(PULUMI_CONFIG_PASSPHRASE_FILE, "utf8")).trim(),
    // Of somebody who may see who is in a team.
    CUTOVER_MEMBERS_TOKEN: world.github.tokens.reviewer,
  };
  return {
    ...{ onLine, signal, github: world.github, tree, vars: { PULUMI_BACKEND_URL, CUTOVER_REPOSITORY_STACK: "repo" } },
    env: {
      ...env,
      PATH: `${bin}:${env.PATH}`,
      CUTOVER_ENGINE_DIR: join(folder, ".cutover", "engine"),
      GIT_CONFIG_NOSYSTEM: "1",
    },
    secrets: {
      ...{ preview: secrets, staging: secrets, production: secrets, watch: secrets },
      rollback: { VERCEL_API_TOKEN, CUTOVER_DATABASE_URL },
    },
  };
}

/** What the scene's own commands are given, and a workflow is not. */
const isOurs = (name: string): boolean => ["PULUMI_OPTION_POLICY_PACK", "GITHUB_BASE_URL"].includes(name);
const lets = (secrets: readonly string[], value: string): boolean => secrets.some((secret) => value.includes(secret));
