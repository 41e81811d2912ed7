import { inert } from "../judgement/inert.ts";
import { saidBy } from "../release/rollback/github.ts";
import { loosenedIn } from "../review/base/standing-rules.ts";
import { type Approval, approvalOf } from "../review/github/approval.ts";
import type { GitHub } from "../review/github/client.ts";
import type { Pull } from "../review/github/pull.ts";
import type { Teams } from "../review/github/teams.ts";
import type { JudgedBy } from "../review/review.ts";

/** The pull request that a preview is about, and who can be asked of it. */
export interface AtGitHub {
  readonly github: GitHub;
  /** Its token may ask who is in a team. */
  readonly teams: Teams;
  readonly pull: Pull;
}

/** What it is decided on. */
export interface ToRule {
  /** The stack's file of the base; undefined where there is none. */
  readonly standing: string | undefined;
  readonly offered: string;
  readonly unseen: readonly string[];
  readonly head: string;
  /** The file's, from the repository's root. */
  readonly path: string;
}

/** By whose rules a change is judged, and whose approval the rest of it waits for. */
export interface Ruling {
  readonly judgedBy?: JudgedBy;
  readonly waits?: readonly string[];
}

/**
 * Decides by whose levels and exemptions a change is judged: by those that stand while it loosens them and no owner of the
 * policies has approved exactly this commit. GitHub is asked only where that, or an approval, matters.
 */
export async function ruling({ standing, offered, unseen, head, path }: ToRule, at?: AtGitHub): Promise<Ruling> {
  const into = at?.pull.into;
  const loosened = standing !== undefined && loosenedIn(standing, offered).length > 0;
  const approval = at && (loosened || unseen.length > 0) ? await asked(at, head, path) : undefined;
  const waits = unseen.length > 0 && approval ? { waits: waitsOf(approval) } : {};
  if (standing === undefined) return { ...waits, judgedBy: { rules: "own", into, owners: [] } };
  if (!loosened) return waits;
  const need = approval?.needs.find(({ file, what }) => what === "rules" && file === path);
  const owners = need?.owners ?? [];
  const judgedBy: JudgedBy = need?.by
    ? { rules: "own", into, owners, by: need.by }
    : { rules: "base", into: approval && into, owners };
  return { ...waits, judgedBy };
}

const waitsOf = ({ approved, reasons }: Approval): readonly string[] =>
  approved ? [`${reasons.join("; ")}: the workflow "program" previews it as a whole`] : reasons;

/** Undefined where GitHub does not say: then nobody has approved it. */
async function asked({ github, teams, pull }: AtGitHub, commit: string, path: string): Promise<Approval | undefined> {
  const prefix = path.slice(0, path.lastIndexOf("/") + 1);
  try {
    const approval = await approvalOf(github, teams, { commit, pull: pull.number, prefix });
    // Also why a team could not be asked.
    for (const reason of approval.reasons) process.stderr.write(`${inert(reason)}\n`);
    return approval;
  } catch (error) {
    process.stderr.write(`! who approved ${commit} could not be asked: ${inert(saidBy(error))}\n`);
    return undefined;
  }
}
