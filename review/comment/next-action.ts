import { faultsOf } from "../../judgement/report.ts";
import type { Review } from "../review.ts";
import { isGrave } from "../told-kind.ts";
import { code } from "./inert-text.ts";

/** What whoever reads the comment does now, in one line. */
export function nextAction(review: Review): string {
  const { verdict, errors, policies, rollout, plan, stack, trust, weakenings, judgedBy } = review;
  if (verdict === "failed") return failed(errors);
  const refusing = faultsOf(policies).filter(({ finding }) => finding.level === "mandatory");
  if (verdict === "refused") {
    const [first] = refusing;
    if (!first) return `wait until the rollout may go on: ${code(`npx cutover status --stack ${stack}`)}`;
    const more = refusing.length > 1 ? `, and ${refusing.length - 1} more below` : "";
    const owner = judgedBy?.rules === "base" ? "; or wait for the owner's approval that is named below" : "";
    return `${code(first.finding.fix)}${more}${owner}`;
  }
  if (rollout?.outcome === "roll-back" || refusing.length > 0)
    return "merge it now: a way back is never held up; what else is said here can wait";
  if (trust === "rehearsal") return "nothing; the required check previews it against the real stack";
  if (weakenings.length > 0) return "let a code owner judge what weakens the guard, then approve and merge";
  const grave = plan.changes.filter(isGrave).length;
  if (grave > 0) return "look at what is replaced or deleted, then approve and merge";
  return plan.changes.length === 0
    ? "merge it; there is nothing to apply"
    : "look at what changes, then approve and merge";
}

/** A fix stands in the error where there is one. */
function failed([error = ""]: readonly string[]): string {
  const fix = /^\s*fix: (?<fix>.+)$/m.exec(error)?.groups?.fix;
  if (fix) return code(fix);
  const [what = ""] = error.split("\n");
  return what.trim() === "" ? "preview it again" : `repair what kept it from being previewed: ${code(what)}`;
}
