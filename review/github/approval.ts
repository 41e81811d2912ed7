import type { GitHub } from "./client.ts";
import { CODE_OWNERS_PLACES } from "./code-owners.ts";
import { type Need, needsOf } from "./needs.ts";
import { type Pull, pullRequest, pullsOf } from "./pull.ts";
import { ownersWho, type Teams } from "./teams.ts";

/** Something that has to be approved, and what became of it. */
export interface Asked extends Need {
  /** Login of the owner who approved exactly this commit. */
  readonly by: string | undefined;
  /** Why it is not approved, in one line. */
  readonly missing: string | undefined;
}

/** Whether the program of a pull request may be run with credentials that can only read (D15). */
export interface Approval {
  readonly approved: boolean;
  readonly pull: number | undefined;
  /** The commit that it is compared with. */
  readonly base: string | undefined;
  /** What has to be approved, and by whom it is. */
  readonly needs: readonly Asked[];
  /** The files that this is about. */
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
 * Asks GitHub who approved what: of each program file that changes, one of its code owners has to have approved exactly
 * this commit, by the code owners' file of the branch that it goes into; the same of stack files where they say who decrypts,
 * or loosen what they are judged by.
 */
export async function approvalOf(github: GitHub, teams: Teams, question: ApprovalQuestion): Promise<Approval> {
  const { commit, prefix } = question;
  const pull = await pullIn(github, question);
  if (!pull) return { ...none, reasons: [`no open pull request ends with ${commit}`] };
  const not = (needs: readonly Asked[], ...reasons: readonly string[]): Approval => ({
    ...{ approved: false, pull: pull.number, base: pull.base, needs, files: filesIn(needs), reasons },
  });
  const obstacle = obstacleOf(pull, commit);
  if (obstacle) return not([], obstacle);

  const changed = await filesOf(github, pull);
  if (!changed) return not([], "it changes more files than GitHub lists");
  const needs = await needsOf(github, pull, changed, prefix);
  if (needs.length === 0) return not([], "it changes nothing of the program: the required preview shows all of it");

  const { approvals, refusals } = await lastWords(github, pull);
  const current = approvals.filter((one) => one.commit === commit && one.login !== pull.author);
  const people = current.map(({ login }) => login);
  const asker = ownersWho(teams);
  const asked: Asked[] = [];
  for (const need of needs) {
    const refuser = await asker.among(need.owners, refusals);
    const by = refuser === undefined ? await asker.among(need.owners, people) : undefined;
    asked.push({ ...need, by, missing: by === undefined ? missingOf(need, refuser) : undefined });
  }
  const missing = asked.flatMap(({ missing: reason }) => reason ?? []);
  if (missing.length > 0) return not(asked, ...missing, ...asker.troubles);
  return {
    ...{ approved: true, pull: pull.number, base: pull.base, needs: asked, files: filesIn(asked) },
    reasons: [`approved by ${[...new Set(people)].join(", ")}`],
  };
}

const filesIn = (needs: readonly Need[]): readonly string[] => [...new Set(needs.map(({ file }) => file))];

/** What of a settings file needs an approval at all; of a program everybody knows. */
const WHY: Readonly<Record<Need["what"], string>> = {
  program: "",
  keys: " (it says who decrypts the secrets, or how other providers are configured)",
  rules: " (it loosens what the stack is judged by)",
};

function missingOf({ file, what, of, owners }: Need, refuser: string | undefined): string {
  const because = WHY[what];
  if (refuser) return `${refuser}, who owns ${of}, requested changes${because}`;
  if (owners.length === 0) return `nobody owns ${of}: name an owner in ${CODE_OWNERS_PLACES[0]}${because}`;
  const through = of === file ? "" : `, who owns ${of}`;
  return `${file}: waits for the approval of this commit by ${owners.join(" or ")}${through}${because}`;
}

const none: Approval = { approved: false, pull: undefined, base: undefined, needs: [], files: [], reasons: [] };

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
