import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { Position } from "../evidence/evidence.ts";
import { moment, span } from "../status/moments.ts";
import { rolledBackTo, setCommand } from "./change-obstacles.ts";
import type { LadderStep, Obstacle } from "./ladder.ts";
import { compare, nameOf } from "./positions.ts";
import type { Slot } from "./slots.ts";
import type { Standing } from "./standing.ts";
import { gateLine } from "./words.ts";

/** What keeps a raise from happening because of what is on record. */
export function evidenceObstacles(standing: Standing, to: Position): readonly Obstacle[] {
  const { rollback, held, step, earned, position } = standing;
  return [
    ...(earned && compare(position, earned) > 0 ? [notGranted(position, earned)] : []),
    ...(rollback && !rollback.reconciled && compare(to, rollback.event.to) > 0 ? [rolledBack(rollback)] : []),
    ...(rollback && !rollback.explained ? [unexplained] : []),
    ...(held ? [heldBy(held)] : []),
    ...(step ? stepObstacles(standing, step) : []),
  ];
}

/** What the gates of the step say; those that were only measured for the next step's comparison say nothing. */
export const gateObstacles = (gates: readonly GateVerdict[], step: LadderStep | undefined): readonly Obstacle[] =>
  gates
    .filter(({ name, outcome }) => outcome !== "pass" && step?.gates.includes(name))
    .toSorted((a, b) => Number(a.outcome !== "fail") - Number(b.outcome !== "fail"))
    .map((gate) => ({
      code: "gate",
      what: `gate ${gate.name}: ${gate.outcome === "fail" ? "does not pass" : "inconclusive"}`,
      detail: gateLine(gate),
    }));

function stepObstacles(standing: Standing, step: LadderStep): Obstacle[] {
  const { failed, now, dwellEnds, missing, watched } = standing;
  const waits = now < dwellEnds;
  const measured = step.position.percent > 0 || step.gates.length > 0;
  return [
    ...(failed && waits ? [checkpointFailed(step, failed.at, failed.gates)] : []),
    ...(waits ? [dwell(standing, step)] : []),
    ...(missing.length > 0 ? [checkpointMissing(standing, step)] : []),
    ...(measured && !watched ? [notWatched(standing)] : []),
  ];
}

const rolledBack = ({ event, pullRequest }: NonNullable<Standing["rollback"]>): Obstacle => ({
  code: "rolled-back",
  what: rolledBackTo(event.to.percent, pullRequest),
  detail: `at ${moment(event.at)} by ${remoteText(event.actor)}; ${pullRequest ? "merge it" : setCommand(event.to)}, then pulumi up`,
});

const notGranted = (position: Position, earned: Position): Obstacle => ({
  code: "not-granted",
  what: `${nameOf(position)} was set by hand and never granted; ${nameOf(earned)} was`,
  detail: `put it back: ${setCommand(earned)} and pulumi up, or npx cutover rollback --to 0`,
});

const unexplained: Obstacle = {
  code: "unexplained",
  what: "why the last rollback was needed, and what was done about it, is not on record",
  detail: 'npx cutover rollback explain --cause "…" --fix "…"',
};

const heldBy = ({ reason, at, actor }: NonNullable<Standing["held"]>): Obstacle => ({
  code: "held",
  what: `promotions are held: ${remoteText(reason)}`,
  detail: `since ${moment(at)} by ${remoteText(actor)}; when that is settled: npx cutover hold --lift`,
});

const checkpointFailed = ({ name }: LadderStep, at: Date, gates: readonly GateVerdict[]): Obstacle => ({
  code: "checkpoint-failed",
  what: `a checkpoint at ${name} failed, which began its dwell again`,
  detail: [moment(at), ...gates.filter(({ outcome }) => outcome === "fail").map(gateLine)].join("; "),
});

const dwell = ({ dwellEnds, now }: Standing, { name, dwellMs }: LadderStep): Obstacle => ({
  code: "dwell",
  what: `${name} has not stood for ${span(dwellMs)} yet`,
  detail: `${span(dwellEnds.getTime() - now.getTime())} left, until ${moment(dwellEnds)}`,
});

const checkpointMissing = ({ missing, runs }: Standing, { name }: LadderStep): Obstacle => ({
  code: "checkpoint-missing",
  what: `evidence that was due at ${name} is missing`,
  detail: `${missing.slice(0, 3).map(due(runs)).join("; ")}${missing.length > 3 ? `; and ${missing.length - 3} more` : ""}; record it: npx cutover checkpoint`,
});

const due =
  (runs: Standing["runs"]) =>
  ({ at, gates }: Slot) => {
    const tried = runs.findLast((run) => run.scheduled && run.at >= at);
    const open = tried?.gates.filter(({ name, outcome }) => outcome !== "pass" && gates.includes(name)) ?? [];
    return `due ${moment(at)}: ${open.length > 0 ? open.map(gateLine).join(", ") : "not recorded"}`;
  };

const notWatched = ({ lastRun }: Standing): Obstacle => ({
  code: "not-watched",
  what: "npx cutover checkpoint did not run when it should have, so nothing that was measured can be relied on",
  detail: lastRun ? `last run: ${moment(lastRun.at)}` : "no run so far",
});
