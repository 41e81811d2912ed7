import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Position } from "../evidence/evidence.ts";
import { flagObstacles } from "../ladder/change-obstacles.ts";
import { once } from "../ladder/decide.ts";
import { evidenceObstacles, gateObstacles } from "../ladder/evidence-obstacles.ts";
import type { Obstacle } from "../ladder/ladder.ts";
import type { Standing } from "../ladder/standing.ts";
import { judgeNext } from "../promotion/judge-next.ts";
import type { Reality } from "../site/site.ts";
import type { StatusOf } from "./take-status.ts";

/** What the next step would come to. */
export interface Judged {
  readonly live: boolean;
  readonly gates: readonly GateVerdict[];
  readonly obstacles: readonly Obstacle[];
  readonly earliest: Date | undefined;
}

/** As `pulumi preview` would judge the next step now; it changes nothing. */
export async function judgedLive(
  { declaration, evidence, sources, signal }: StatusOf,
  reality: Reality,
  position: Position,
): Promise<Judged> {
  const decision = await judgeNext({ declaration, position, reality, evidence, sources, signal });
  const { gates = [], obstacles = [], earliest, standing } = decision ?? {};
  const own = standing?.step?.gates ?? gates.map(({ name }) => name);
  return { live: true, gates: worstFirst(gates.filter(({ name }) => own.includes(name))), obstacles, earliest };
}

/** The same from what the last runs recorded, without asking anything. */
export function judgedRecorded(standing: Standing | undefined, reality: Reality | undefined): Judged {
  const unseen: Obstacle[] = reality
    ? []
    : [{ code: "unknown-percent", what: "what users get is not known", detail: "Vercel does not answer" }];
  if (!standing) return { live: false, gates: [], obstacles: unseen, earliest: undefined };
  const { due, step, runs, earliest } = standing;
  const gates = (step?.gates ?? []).flatMap(
    (name) =>
      runs.findLast((run) => run.gates.some((gate) => gate.name === name))?.gates.find((gate) => gate.name === name) ??
      [],
  );
  const obstacles = due
    ? once([
        ...unseen,
        ...flagObstacles(reality?.hold, due.position),
        ...evidenceObstacles(standing, due.position),
        ...gateObstacles(gates, step),
      ])
    : unseen;
  return { live: false, gates: worstFirst(gates), obstacles, earliest };
}

const order = { fail: 0, inconclusive: 1, pass: 2 } as const;
const worstFirst = (gates: readonly GateVerdict[]) => gates.toSorted((a, b) => order[a.outcome] - order[b.outcome]);
