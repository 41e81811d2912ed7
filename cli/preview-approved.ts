import { inert } from "../judgement/inert.ts";
import { UserError } from "../providers/protocol/errors.ts";
import { saidBy } from "../release/rollback/github.ts";
import { projectFolder } from "../release/subject/place.ts";
import { prefixOf } from "../review/base/git.ts";
import { type Approval, approvalOf } from "../review/github/approval.ts";
import { openGitHub, openTeams } from "../review/github/client.ts";
import { pullNumber } from "../review/github/pull.ts";
import { reportInJob, summariseText } from "./job-summary.ts";

/** Options of `cutover preview approved`. */
export interface ApprovedOptions {
  readonly commit: string;
  readonly pull?: string;
  readonly json: boolean;
  readonly githubOutput: boolean;
}

/** Asks, tells, and gives the exit code. */
export async function previewApproved({ commit, pull, json, githubOutput }: ApprovedOptions): Promise<number> {
  try {
    const { env, stdout, stderr } = process;
    if (!/^[0-9a-f]{40}$/.test(commit)) throw noCommit(commit);
    const number = pull === undefined ? undefined : await pullNumber(pull, env);
    const github = await openGitHub(env);
    const teams = await openTeams(env, github);
    const prefix = await prefixOf({ project: projectFolder, env });
    const approval = await approvalOf(github, teams, { commit, pull: number, prefix }).catch(asked);
    if (json) stdout.write(`${JSON.stringify({ commit, ...approval }, undefined, 2)}\n`);
    else if (githubOutput) stdout.write(outputs(approval));
    else stdout.write(approval.approved ? "approved\n" : "not approved\n");
    for (const reason of approval.reasons) stderr.write(`${inert(reason)}\n`);
    await summariseText(titleOf(approval), approval.reasons.map(inert).join("\n"));
    return approval.approved || githubOutput ? 0 : 1;
  } catch (error) {
    return (await reportInJob("Nobody knows whether the program is approved", error)) === 2 ? 2 : 3;
  }
}

/** A pull request without a change of the program is asked about as well: any approval starts the workflow. */
const titleOf = ({ approved, needs, pull }: Approval): string => {
  const which = pull === undefined ? "" : ` of #${pull}`;
  if (approved) return `The program${which} is approved, and previewed with credentials that only read`;
  return needs.length > 0 ? `The program${which} is not approved yet` : `No program${which} to preview`;
};

const outputs = ({ approved, pull, base }: Approval): string => (approved ? `pull=${pull}\nbase=${base}\n` : "");

function asked(error: unknown): never {
  if (error instanceof UserError) throw error;
  if (!(error instanceof Error && "status" in error)) throw error;
  throw new UserError(
    "GITHUB_FAILED",
    `GITHUB_FAILED: ${saidBy(error)}\n  at GitHub's API\n  fix: look at the token's permissions, then run it again`,
  );
}

const noCommit = (given: string): UserError =>
  new UserError(
    "REQUEST_INVALID",
    `${JSON.stringify(given)} is no commit's id of 40 digits\n  at --commit\n  fix: --commit "$(git rev-parse HEAD)"`,
  );
