import type { Author, EventFact, Evidence, History, RolloutEvent } from "../evidence/evidence.ts";
import { compare, zero } from "../ladder/positions.ts";
import { type Recorded, recordedOf } from "../ladder/recorded.ts";
import type { Reality } from "../site/site.ts";
import { realPercent } from "./real.ts";

/**
 * Puts on record what users get where the evidence says something else. The step's dwell begins then. Called by every update
 * of a rollout and by every `npx cutover checkpoint`, never by a preview.
 *
 * @returns what was recorded; undefined when the evidence is right already, or Vercel does not tell
 */
export async function recordReality(
  evidence: Evidence,
  author: Author,
  reality: Reality,
  { events }: History,
): Promise<RolloutEvent | undefined> {
  const fact = unrecorded(reality, recordedOf(events));
  return fact && evidence.record(fact, author);
}

/**
 * What Vercel shows and the evidence does not hold yet: an arrival that a crash swallowed, a rollback that reached nothing
 * but Vercel, or a change by hand; of a rollout that is not on record at all, where it is found.
 */
export function unrecorded(
  reality: Reality,
  { position, began, granted }: Pick<Recorded, "position" | "began" | "granted">,
): EventFact | undefined {
  const { production, flag, hold } = reality;
  const percent = realPercent(reality);
  if (percent === undefined || percent === position?.percent) return undefined;
  const found = percent === 0 ? zero : { percent, legacy: "serving" as const };
  if (!position) return { kind: "imported", position: found };
  const built = production && {
    deployment: production.id,
    ...(production.commit === undefined ? {} : { commit: production.commit }),
  };
  if (granted && granted.id > (began?.id ?? 0) && granted.to.percent === percent)
    return { kind: "arrived", position: granted.to, ...built };
  if (hold && percent <= hold.percent && compare(found, position) < 0) {
    const reason = `found at the flag: held at ${hold.percent} % since ${hold.at.toISOString()}`;
    return { kind: "rolled-back", from: position, to: found, automatic: false, reason, ...built };
  }
  return { kind: "drifted", percent, ...(flag?.value === undefined ? {} : { flag: flag.value }) };
}
