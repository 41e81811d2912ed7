import type { Difference } from "../plan/difference.ts";
import { differenceOf } from "../plan/difference.ts";
import { isRemainder } from "../plan/remainder.ts";
import type { Review } from "../review.ts";
import { type Reviewed, short } from "./reviewed.ts";
import { besideWayDown } from "./way-down.ts";

/** Whether a plan may be applied, and why. */
export interface Admission {
  readonly admitted: boolean;
  /** A sentence, without a full stop. */
  readonly because: string;
  /** No reason changes it. */
  readonly final?: true;
  /** How it differs from what was reviewed, where that is known. */
  readonly difference?: Difference;
}

/** Holds a plan against what was reviewed. */
export function admissionOf(reviewed: Reviewed, now: Pick<Review, "plan" | "record">): Admission {
  if ("outdated" in reviewed) return { admitted: false, because: reviewed.outdated, final: true };
  if ("missing" in reviewed) return { admitted: false, because: `nobody reviewed this plan: ${reviewed.missing}` };
  const { record, pull, head } = reviewed;
  const where = `in #${pull} (${short(head)})`;
  const difference = differenceOf(record, now.record);
  if (!difference) return { admitted: true, because: `the plan is the one that was reviewed ${where}` };
  // A way down needs no review, so what a rollback did since the review does not hold up the rest.
  if (isRemainder(record, { ...now, plan: besideWayDown(now.plan) }))
    return { admitted: true, because: `the plan is what is left to do of the one that was reviewed ${where}` };
  const because = `the plan is not the one that was reviewed ${where}`;
  // Too long a record is kept without its lines.
  if (record.resources.length === 0) return { admitted: false, because: `${because}, which was too long to compare` };
  return { admitted: false, because, difference };
}
