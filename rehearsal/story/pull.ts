import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RequestError } from "octokit";
import { type Document, isMap, parseDocument } from "yaml";
import { z } from "zod";
import { CHECK, home, OTHER_CHECK, type REPOSITORY_STACK } from "./merge-gate.ts";
import { at, fileAt, github } from "./repository.ts";
import { type Scene, Unexpected } from "./scene.ts";
import { type PrintedVerdict, verdictsIn } from "./verdicts.ts";

/** A change of one stack's file, as somebody proposes it. */
export interface Proposal {
  /** Name of its branch. */
  readonly branch: string;
  readonly title: string;
  /** Whose file it edits; default the rehearsed stack's. */
  readonly stack?: typeof REPOSITORY_STACK;
  /** Edits the file as it stands on the default branch. */
  readonly edit: (file: Document) => void;
}

/** What the base branch's workflow makes of a pull request. */
export interface Previewed {
  readonly conclusion: "success" | "failure";
  readonly verdicts: readonly PrintedVerdict[];
}

const fileOf = (scene: Scene, { stack = scene.stack }: { readonly stack?: string }) => `Pulumi.${stack}.yaml`;

/** An edited file with every line that was not edited as it was. */
export const asWritten = (file: Document): string => file.toString({ lineWidth: 0, flowCollectionPadding: false });

/** Opens a pull request with one commit. @returns its number */
export async function propose(scene: Scene, proposal: Proposal): Promise<number> {
  const { rest } = github(scene, "developer");
  const { branch: base } = scene.file;
  const tip = await rest.git.getRef({ ...at(scene), ref: `heads/${base}` });
  await rest.git.createRef({ ...at(scene), ref: `refs/heads/${proposal.branch}`, sha: tip.data.object.sha });
  await commitTo(scene, proposal);
  const { data } = await rest.pulls.create({ ...at(scene), title: proposal.title, head: proposal.branch, base });
  return data.number;
}

/** The file with the edit, as a commit of the pull request's branch. */
export async function commitTo(scene: Scene, proposal: Proposal): Promise<void> {
  const { branch, title: message, edit } = proposal;
  const path = fileOf(scene, proposal);
  const file = parseDocument((await fileAt(scene, scene.file.branch, path)).text);
  edit(file);
  const content = Buffer.from(asWritten(file)).toString("base64");
  const { sha } = await fileAt(scene, branch, path);
  const { rest } = github(scene, "developer");
  await rest.repos.createOrUpdateFileContents({ ...at(scene), path, branch, message, content, sha });
}

/** What the base branch's workflow does: a preview with the pull request's stack file as data, told as a check run. */
export async function previewPull(scene: Scene, number: number, proposal: Proposal): Promise<Previewed> {
  const { rest } = github(scene, "actions");
  const { data: pull } = await rest.pulls.get({ ...at(scene), pull_number: number });
  const { data: check } = await rest.checks.create({
    ...at(scene),
    name: CHECK,
    head_sha: pull.head.sha,
    status: "in_progress",
  });
  const { stack = scene.stack } = proposal;
  const { text } = await fileAt(scene, pull.head.sha, fileOf(scene, proposal));
  const run = await scene.pulumi(["preview", "--stack", stack, "--config-file", await asData(scene, stack, text)]);
  const output = run.stdout + run.stderr;
  const verdicts = verdictsIn(output);
  const conclusion = run.exitCode === 0 ? "success" : "failure";
  if (conclusion === "failure" && verdicts.length === 0)
    throw new Unexpected(`the preview failed, and not for a policy:\n${output}`);
  const summary = verdicts.map(({ rule, message, fix }) => `**${rule}**: ${message}\n\n    ${fix}\n`).join("\n");
  await rest.checks.update({
    ...at(scene),
    check_run_id: check.id,
    conclusion,
    output: { title: CHECK, summary: summary || "No policy is violated." },
  });
  return { conclusion, verdicts };
}

/** The pull request's values with the secrets and the salt of the stack that stands: nothing of it runs. */
async function asData(scene: Scene, stack: string, text: string): Promise<string> {
  const folder = join(scene.world.folder, "pull-request");
  const path = join(folder, `Pulumi.${stack}.yaml`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = parseDocument(await readFile(join(home(scene), `Pulumi.${stack}.yaml`), "utf8"));
  const given = parseDocument(text);
  if (!isMap(given.get("config"))) throw new Unexpected("the pull request's stack file has no config");
  const secrets = known.getIn(["config", "cutover:secrets"]);
  if (secrets !== undefined) given.setIn(["config", "cutover:secrets"], secrets);
  given.set("encryptionsalt", known.get("encryptionsalt"));
  await writeFile(path, given.toString(), { mode: 0o600 });
  return path;
}

/** Another person approves what the pull request has now. */
export const approve = (scene: Scene, number: number) =>
  github(scene, "reviewer").rest.pulls.createReview({ ...at(scene), pull_number: number, event: "APPROVE" });

/** Asks for the merge, with nothing against it at the other stack. @returns GitHub's answer, a refusal included */
export async function merge(scene: Scene, number: number): Promise<{ status: number; message: string; sha?: string }> {
  try {
    const { data: pull } = await github(scene, "developer").rest.pulls.get({ ...at(scene), pull_number: number });
    const passed = { name: OTHER_CHECK, head_sha: pull.head.sha, conclusion: "success" } as const;
    await github(scene, "actions").rest.checks.create({ ...at(scene), ...passed });
    const { status, data } = await github(scene, "developer").rest.pulls.merge({ ...at(scene), pull_number: number });
    return { status, message: data.message, sha: data.sha };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { message } = z.object({ message: z.string() }).parse(error.response?.data);
    return { status: error.status, message };
  }
}

/** What GitHub answers where the check of the rehearsed stack is red. */
export const RED = {
  status: 405,
  message: `Repository rule violations found\n\n1 of 2 required status checks are failing.\n\n`,
} as const;
