import { UserError } from "../../providers/protocol/errors.ts";
import { programFiles } from "../base/program-files.ts";
import { takenFrom } from "../base/stack-file-from.ts";
import type { GitHub } from "./client.ts";
import { CODE_OWNERS_PLACES, codeOwners, type OwnersOf } from "./code-owners.ts";
import { type Pull, pullRequest, pullsOf } from "./pull.ts";
import { ownersWho, type Teams } from "./teams.ts";

/** Whether the program of a pull request may be run with credentials that can only read (D15). */
export interface Approval {
  readonly approved: boolean;
  readonly pull: number | undefined;
  /** The commit that it is compared with. */
  readonly base: string | undefined;
  /** What of the program it changes. */
  readonly files: readonly string[];
  /** Who approved, or why it is not approved. */
  readonly reasons: readonly string[];
}

/** What is asked about. */
export interface ApprovalQuestion {
  /** Exactly the commit that would be run. */
  readonly commit: string;
  /** Undefined: the open pull request whose newest commit it is. */
  readonly pull: number | undefined;
  /** The project's folder in the repository. */
  readonly prefix: string;
}

/**
 * Asks GitHub who approved what: for each program file that changes, one of its code owners has to have approved exactly
 * this commit, by the code owners' file of the branch that it goes into.
 */
export async function approvalOf(github: GitHub, teams: Teams, question: ApprovalQuestion): Promise<Approval> {
  const { commit, prefix } = question;
  const pull = await pullIn(github, question);
  if (!pull) return { ...none, reasons: [`no open pull request ends with ${commit}`] };
  const not = (files: readonly string[], ...reasons: readonly string[]): Approval => ({
    ...{ approved: false, pull: pull.number, base: pull.base, files, reasons },
  });
  const obstacle = obstacleOf(pull, commit);
  if (obstacle) return not([], obstacle);

  const changed = await filesOf(github, pull);
  if (!changed) return not([], "it changes more files than GitHub lists");
  const files = [...programFiles(changed, prefix), ...(await keyChanges(github, pull, changed, prefix))];
  if (files.length === 0) return not([], "it changes nothing of the program: the required preview shows all of it");

  const ownersOf = await ownersAt(github, pull.into);
  const { approvals, refusals } = await lastWords(github, pull);
  const current = approvals.filter((one) => one.commit === commit && one.login !== pull.author);
  const asker = ownersWho(teams);
  const missing: string[] = [];
  for (const file of files) {
    const owners = ownersOf(file);
    const refuser = await asker.among(owners, refusals);
    if (refuser) missing.push(`${refuser}, who owns ${file}, requested changes`);
    else if (owners.length === 0) missing.push(`nobody owns ${file}: name an owner in ${CODE_OWNERS_PLACES[0]}`);
    else if (
      !(await asker.among(
        owners,
        current.map(({ login }) => login),
      ))
    )
      missing.push(`${file}: waits for the approval of this commit by ${owners.join(" or ")}`);
  }
  if (missing.length > 0) return not(files, ...missing, ...asker.troubles);
  const by = [...new Set(current.map(({ login }) => login))];
  return {
    ...{ approved: true, pull: pull.number, base: pull.base, files },
    reasons: [`approved by ${by.join(", ")}`],
  };
}

const none: Approval = { approved: false, pull: undefined, base: undefined, files: [], reasons: [] };

async function pullIn(github: GitHub, { commit, pull }: ApprovalQuestion): Promise<Pull | undefined> {
  if (pull !== undefined) return pullRequest(github, pull);
  const all = await pullsOf(github, commit);
  const [found] = all.filter(({ open, head, intoDefault }) => open && intoDefault && head === commit);
  return found;
}

function obstacleOf({ open, head, fork, into, intoDefault }: Pull, commit: string): string | undefined {
  if (!open) return "the pull request is closed";
  if (fork) return "its branch is in another repository: a fork's program never meets a credential";
  // Whoever chooses the branch would choose its code owners.
  if (!intoDefault) return `it goes into ${into}, not into the default branch`;
  if (head !== commit) return `its newest commit is ${head}, not ${commit}`;
  return undefined;
}

/** Paths that change, old names of renamed ones included; undefined where GitHub does not list all. */
async function filesOf({ octokit, at }: GitHub, { number }: Pull): Promise<readonly string[] | undefined> {
  const asked = { ...at, pull_number: number };
  const files = await octokit.paginate(octokit.rest.pulls.listFiles, { ...asked, per_page: 100 });
  const { data } = await octokit.rest.pulls.get(asked);
  if (files.length < data.changed_files) return undefined;
  return files.flatMap(({ filename, previous_filename: before }) => [filename, ...(before ? [before] : [])]);
}

/** Stack files of which the required preview leaves something out, such as another `encryptionsalt`. */
async function keyChanges(github: GitHub, pull: Pull, changed: readonly string[], prefix: string): Promise<string[]> {
  const files = changed.filter(
    (file) => file.startsWith(prefix) && /^Pulumi\.[\w.-]+\.yaml$/.test(file.slice(prefix.length)),
  );
  const left = await Promise.all(
    files.map(async (file) => {
      const [head, base] = await Promise.all([textAt(github, file, pull.head), textAt(github, file, pull.base)]);
      return head !== undefined && leavesOut(head, base ?? "", file);
    }),
  );
  return files.filter((_, index) => left[index]);
}

function leavesOut(head: string, base: string, file: string): boolean {
  try {
    return takenFrom(head, base, file).untaken.length > 0;
  } catch (error) {
    // The required preview says what is wrong with such a file, whoever approves it.
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function ownersAt(github: GitHub, branch: string): Promise<OwnersOf> {
  for (const place of CODE_OWNERS_PLACES) {
    const text = await textAt(github, place, branch);
    if (text !== undefined) return codeOwners(text);
  }
  return () => [];
}

async function textAt({ octokit, at }: GitHub, path: string, ref: string): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.repos.getContent({ ...at, path, ref });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return undefined;
    return Buffer.from(data.content, "base64").toString("utf8");
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 404) return undefined;
    throw error;
  }
}

/** The last word of each reviewer: comments do not change it, a dismissal takes it back. */
async function lastWords({ octokit, at }: GitHub, { number }: Pull) {
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, { ...at, pull_number: number, per_page: 100 });
  const words = new Map<string, { readonly state: string; readonly login: string; readonly commit: string | null }>();
  for (const { user, state, commit_id: commit } of reviews)
    if (user && ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"].includes(state))
      words.set(user.login, { state, login: user.login, commit });
  const all = [...words.values()];
  return {
    approvals: all.filter(({ state }) => state === "APPROVED"),
    refusals: all.filter(({ state }) => state === "CHANGES_REQUESTED").map(({ login }) => login),
  };
}
