import { UserError } from "../../providers/protocol/errors.ts";
import type { Repository } from "./github.ts";
import { bodyOf, type Lowering, titleOf } from "./pull-text.ts";
import { lowered } from "./stack-edit.ts";

/** What came of it: its address, or nothing where Git says a percent that is low enough already. */
export type Opened = { readonly url: string } | { readonly already: true };

interface FileAt {
  readonly sha: string;
  readonly text: string;
}

/**
 * Opens the pull request that makes Git say what a rollback did, with only the percent changed. There is one branch for
 * each stack: where its pull request is still open, it is brought up to date and used again.
 */
export async function openPullRequest(repository: Repository, lowering: Lowering): Promise<Opened> {
  const { octokit, at, branch: base } = repository;
  const head = `cutover/rollback-${lowering.stack}`;
  const wanted = await editOf(repository, base, lowering);
  if (!wanted) return { already: true };

  const { data: open } = await octokit.rest.pulls.list({ ...at, state: "open", base, head: `${at.owner}:${head}` });
  const [pull] = open;
  if (!pull) await pointAt(repository, head, base);
  const edit = pull ? await editOf(repository, head, lowering) : wanted;
  if (edit)
    await octokit.rest.repos.createOrUpdateFileContents({
      ...at,
      path: repository.path,
      branch: head,
      message: titleOf(lowering),
      sha: edit.sha,
      content: Buffer.from(edit.text).toString("base64"),
    });
  const text = { title: titleOf(lowering), body: bodyOf(lowering) };
  if (pull && !edit) return { url: pull.html_url };
  if (pull) {
    await octokit.rest.pulls.update({ ...at, pull_number: pull.number, ...text });
    return { url: pull.html_url };
  }
  const { data: made } = await octokit.rest.pulls.create({ ...at, head, base, ...text });
  return { url: made.html_url };
}

/** The file with the percent lowered; undefined where the branch says so already. */
async function editOf(repository: Repository, branch: string, { to, file }: Lowering): Promise<FileAt | undefined> {
  const { sha, text } = await fileAt(repository, branch);
  const edit = lowered(text, to);
  if ("already" in edit) return undefined;
  if ("text" in edit) return { sha, text: edit.text };
  throw new UserError("STACK_FILE_NOT_EDITED", `${file} cannot be changed by a program: ${edit.why}`);
}

async function fileAt({ octokit, at, path }: Repository, ref: string): Promise<FileAt> {
  const { data } = await octokit.rest.repos.getContent({ ...at, path, ref });
  if (Array.isArray(data) || data.type !== "file" || data.encoding !== "base64")
    throw new UserError("STACK_FILE_NOT_FOUND", `${path} is no file on ${ref}`);
  return { sha: data.sha, text: Buffer.from(data.content, "base64").toString("utf8") };
}

/** The branch begins anew where the base is now; one that is left from an earlier rollback is moved. */
async function pointAt({ octokit, at }: Repository, head: string, base: string): Promise<void> {
  const { data } = await octokit.rest.git.getRef({ ...at, ref: `heads/${base}` });
  const { sha } = data.object;
  await octokit.rest.git.createRef({ ...at, ref: `refs/heads/${head}`, sha }).catch(async (error: unknown) => {
    if (!(error instanceof Error && "status" in error && error.status === 422)) throw error;
    await octokit.rest.git.updateRef({ ...at, ref: `heads/${head}`, sha, force: true });
  });
}
