import { durationMs } from "../../config/duration.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { nameOf } from "../ladder/positions.ts";
import type { Standing } from "../ladder/standing.ts";
import { grantLastsMs } from "../promotion/judge-arrival.ts";
import type { Reality } from "../site/site.ts";
import { moment } from "../status/moments.ts";
import type { JudgedCriterion } from "./criteria.ts";
import type { Seen } from "./look.ts";

/** What the run before this one should have seen, or this one cannot mend: for a person. */
export function alertsOf(seen: Seen, standing: Standing | undefined, declaration: Declaration): string[] {
  return [
    ...(seen.noticed?.kind === "drifted"
      ? [`somebody changed by hand what users get: ${seen.noticed.percent} % of them get the new version now`]
      : []),
    ...(seen.reality?.production && seen.reality.production.percent === undefined
      ? [`nobody knows which percent users get: ${seen.reality.production.id} was not deployed by Cutover`]
      : []),
    ...(standing
      ? [...missedRuns(standing, declaration), ...(seen.reality ? flagDrift(seen.reality, standing, declaration) : [])]
      : []),
  ];
}

/** Criteria that ask for a person, and those that would have rolled back. */
export const criterionAlerts = (criteria: readonly JudgedCriterion[], act: boolean): string[] =>
  criteria.flatMap(({ criterion: { name, action }, verdict, due }) => {
    if (!due || (act && action === "rollback")) return [];
    const would = action === "rollback" ? "; --act would have rolled back: npx cutover rollback --to 0" : "";
    return [`${name}: ${verdict.observed}${would}`];
  });

function missedRuns({ watched, lastRun, position, now, since }: Standing, { watchEvery }: Declaration): string[] {
  if (watched || position.percent === 0) return [];
  const last = new Date(Math.max(lastRun?.at.getTime() ?? 0, since.getTime()));
  const missed = Math.floor((now.getTime() - last.getTime()) / durationMs(watchEvery));
  return [`${missed} runs of npx cutover checkpoint did not come since ${moment(last)}: see to its schedule`];
}

/** What the next deployment would carry is not what was given: at Vercel somebody edited the variable. */
export function flagDrift(
  { flag }: Pick<Reality, "flag">,
  { position, granted, now }: Pick<Standing, "position" | "granted" | "now">,
  { flag: name }: Pick<Declaration, "flag">,
): string[] {
  if (position.legacy === "retired") return [];
  if (!flag) return [`${name} is not there at Vercel; ${position.percent} was given`];
  const elsewhere = flag.targets.filter((target) => target !== "production");
  const others =
    elsewhere.length > 0 ? [`${name} is set for ${elsewhere.join(" and ")} too; it belongs to Production only`] : [];
  const underWay = granted && now.getTime() - granted.at.getTime() < grantLastsMs ? [`${granted.to.percent}`] : [];
  if (flag.value === undefined || [`${position.percent}`, ...underWay].includes(flag.value.trim())) return others;
  return [...others, `${name} was changed to ${JSON.stringify(flag.value)} by hand; users get ${nameOf(position)}`];
}
