import { changeIn, changeLine, hashOf, isOfTheFile } from "./line.ts";
import type { Plan, PlanRecord, ResourceChange } from "./plan.ts";

/**
 * Whether a plan is what is left of the reviewed one: the same declarations, of which some are made true already, by a
 * deployment that failed on its way or by that of an earlier merge. Then nothing is in it that was not reviewed.
 */
export function isRemainder(reviewed: PlanRecord, { plan, record }: { plan: Plan; record: PlanRecord }): boolean {
  if (reviewed.format !== record.format || reviewed.stack !== record.stack) return false;
  const [was, is] = [reviewed, record].map(({ resources }) => resources.filter(isOfTheFile).join("\n"));
  if (was !== is) return false;
  const left = reviewed.resources.filter((line) => !isOfTheFile(line));
  return plan.changes.every((change) => {
    if (change.leftover) return true;
    const index = left.findIndex((line) => covers(line, change));
    return index >= 0 && left.splice(index, 1).length === 1;
  });
}

/** What is still to be done of a creation or replacement that failed on its way. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  create: ["create", "update"],
  replace: ["replace", "create", "update"],
};

/**
 * The same resource towards the same declared inputs, for the same properties or fewer. What was not known when it was
 * reviewed may be known by now: it follows from what else was reviewed.
 */
function covers(reviewed: string, change: ResourceChange): boolean {
  const [was, is] = [changeIn(reviewed), changeIn(changeLine(change))];
  if (!was || !is) return false;
  return (
    was.what === is.what &&
    (KINDS[was.kind] ?? [was.kind]).includes(is.kind) &&
    (was.kind !== is.kind || is.paths.every((path) => was.paths.includes(path))) &&
    was.hash === hashOf(change, was.unknown)
  );
}
