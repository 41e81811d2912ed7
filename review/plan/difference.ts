import { changeIn } from "./line.ts";
import type { PlanRecord } from "./plan.ts";

/** How a plan differs from the one that was reviewed: lines of the record without their hashes. */
export interface Difference {
  /** Reviewed, and not in this plan. */
  readonly gone: readonly string[];
  /** In this plan, and never reviewed. */
  readonly added: readonly string[];
  /** What is about the same thing in both, and differs. */
  readonly changed: readonly string[];
}

/** Undefined where both are the same. */
export function differenceOf(reviewed: PlanRecord, now: PlanRecord): Difference | undefined {
  if (reviewed.digest === now.digest && reviewed.format === now.format) return undefined;
  const gone = without(reviewed.resources, now.resources);
  const added: string[] = [];
  const changed: string[] = [];
  for (const line of without(now.resources, reviewed.resources)) {
    const [was] = takenFrom(gone, (one) => subjectOf(one) === subjectOf(line));
    if (was === undefined) added.push(told(line));
    else changed.push(told(was) === told(line) ? `${told(line)}: with another value` : `${told(was)} → ${told(line)}`);
  }
  return { gone: gone.map(told), added, changed };
}

/** `render:index:WebService api`, `config origins`, `secret JWT_SECRET`: without the operation, which may differ. */
const subjectOf = (line: string): string => changeIn(line)?.what ?? told(line);

/** Without the hash, and what was not known. */
const told = (line: string): string => line.replace(/(?: \?\/\S*)* [0-9a-f]{64}$/, "");

/** Lines that the others do not have; what stands twice counts twice. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => takenFrom(left, (one) => one === line).length === 0);
}

/** Takes the first line of that kind out of the list. */
function takenFrom(lines: string[], is: (line: string) => boolean): string[] {
  const index = lines.findIndex(is);
  return index < 0 ? [] : lines.splice(index, 1);
}
