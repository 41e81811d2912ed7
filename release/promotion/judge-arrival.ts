import { type Evidence, EvidenceUnreachable, type History, type Position } from "../evidence/evidence.ts";
import { rolledBackTo } from "../ladder/change-obstacles.ts";
import type { Obstacle } from "../ladder/ladder.ts";
import { same } from "../ladder/positions.ts";
import { recordedOf } from "../ladder/recorded.ts";
import type { Reality } from "../site/site.ts";
import { moment } from "../status/moments.ts";
import { realPercent } from "./real.ts";

/** How long a permission may wait for its build: longer, and what it rests on is too old. By the database's clock. */
export const grantLastsMs = 2 * 3_600_000;

export interface Arrival {
  /** The percent that the deployment was built with. */
  readonly percent: number;
  /** As Vercel tells it at the last moment before users get it. */
  readonly reality: Reality;
  readonly evidence: Evidence | undefined;
}

/**
 * What keeps a built deployment from being given to users; empty when nothing does.
 *
 * Lower than what users get, the same, or 0 %, is never refused and reads no evidence (S2.10). Higher needs the flag to say
 * so, which a rollback sets back first, and a permission that nothing since has taken away.
 */
export async function arrivalObstacles({ percent, reality, evidence }: Arrival): Promise<readonly Obstacle[]> {
  const { flag, hold } = reality;
  const real = realPercent(reality);
  if (percent === 0 || (real !== undefined && percent <= real)) return [];
  const atFlag: Obstacle[] = [
    ...(hold && percent > hold.percent ? [refused("rolled-back", rolledBackTo(hold.percent, hold.pullRequest))] : []),
    ...(flag?.value === `${percent}` ? [] : [refused("not-granted", "the flag at Vercel is not what was granted")]),
  ];
  if (atFlag.length > 0) return atFlag;
  if (!evidence) return [refused("evidence-unreachable", "no evidence is kept, so nothing tells that it was granted")];
  try {
    return grantObstacles(await evidence.history(), percent, real);
  } catch (error) {
    if (!(error instanceof EvidenceUnreachable)) throw error;
    return [
      { ...refused("evidence-unreachable", "the evidence that it was granted cannot be read"), detail: error.message },
    ];
  }
}

/** @param real what users get; undefined when that cannot be told: then what the evidence says counts. */
function grantObstacles(history: History, percent: number, real: number | undefined): readonly Obstacle[] {
  const { granted, position } = recordedOf(history.events);
  if (real === undefined && position && percent <= position.percent) return [];
  if (!granted || granted.to.percent !== percent || (real !== undefined && granted.from.percent !== real))
    return [refused("not-granted", `nothing grants ${percent} % to users who get ${real ?? "an unknown"} %`)];
  if (history.now.getTime() - granted.at.getTime() >= grantLastsMs)
    return [refused("not-granted", `the permission for ${percent} % is too old`, `given at ${moment(granted.at)}`)];
  const revoked = revokedBy(history, granted.seen ?? granted.id, granted.from);
  return revoked ? [refused("not-granted", `the permission for ${percent} % was taken back: ${revoked}`)] : [];
}

/** What happened that the judgement does not know of. */
function revokedBy({ events, checkpoints }: History, seen: number, from: Position): string | undefined {
  const event = events.find(({ id, kind }) => id > seen && kind in revoking);
  if (event) return revoking[event.kind];
  const failed = checkpoints.some(
    (run) => run.id > seen && run.scheduled && run.outcome === "fail" && same(run.position, from),
  );
  return failed ? "a checkpoint failed" : undefined;
}

const revoking: Readonly<Record<string, string>> = {
  "rolled-back": "it was rolled back",
  held: "promotions are held",
  declared: "ladder or gates were edited",
  drifted: "users got something else by hand",
  created: "the rollout was made anew",
  imported: "the rollout was imported",
  deleted: "the rollout was deleted",
};

const refused = (
  code: Obstacle["code"],
  what: string,
  detail = "run pulumi up once more, which judges it afresh",
): Obstacle => ({
  code,
  what,
  detail,
});
