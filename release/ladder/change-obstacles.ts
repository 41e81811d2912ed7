import type { Position } from "../evidence/evidence.ts";
import type { FlagHold } from "../site/site.ts";
import { moment } from "../status/moments.ts";
import type { LadderStep, Obstacle } from "./ladder.ts";
import { compare, nameOf, settled } from "./positions.ts";
import { dueStep, stepAt } from "./steps.ts";

/** A change that raises the position, without its evidence. */
export interface Raise {
  /** What users really get; undefined when Vercel does not tell. */
  readonly from: Position | undefined;
  readonly to: Position;
  /** By the declaration that stood before. */
  readonly steps: readonly LadderStep[];
  readonly created: boolean;
  /** Ladder, gates, criteria or what they look at were edited in the same change. */
  readonly edited: boolean;
  /** What migrates the database before a deploy was edited in the same change. */
  readonly migrates: boolean;
  readonly hold: FlagHold | undefined;
}

/** What keeps a change from happening whatever the evidence says. */
export function changeObstacles(raise: Raise): readonly Obstacle[] {
  const { from, to, steps, hold } = raise;
  if (raise.created) return [createdAboveZero(to)];
  return [
    ...(from ? skipped(steps, from, to) : [unknownPercent]),
    ...(raise.edited ? [editedTogether(from)] : []),
    ...(raise.migrates ? [migratesTogether(from)] : []),
    ...flagObstacles(hold, to),
  ];
}

/** What a rollback left at the flag keeps from happening, whether or not it is on record. */
export const flagObstacles = (hold: FlagHold | undefined, to: Position): readonly Obstacle[] =>
  hold && to.percent > hold.percent ? [heldAtFlag(hold)] : [];

/** The command that declares a position. */
export function setCommand(position: Position): string {
  const { percent, legacy } = settled(position);
  const [key, value] = legacy === "serving" ? ["percent", percent] : ["legacy.state", legacy];
  return `pulumi config set --path cutover:rollout.${key} ${value}`;
}

function skipped(steps: readonly LadderStep[], from: Position, to: Position): Obstacle[] {
  const due = dueStep(steps, from);
  if (!due || compare(to, from) <= 0 || compare(due.position, to) === 0) return [];
  const between = steps.filter(({ position }) => compare(position, from) > 0 && compare(position, to) < 0);
  const [here, there] = [nameOf(from), nameOf(to)];
  const why = !stepAt(steps, from)
    ? `${here} is no step of the ladder`
    : !stepAt(steps, to)
      ? `${there} is no step of the ladder that stands`
      : `${here} → ${there} skips ${list.format(between.map(({ name }) => name))}`;
  return [
    {
      code: "not-next",
      what: `${why}; the step that is due is ${due.name}`,
      detail: `first: ${setCommand(due.position)}`,
    },
  ];
}

const createdAboveZero = (to: Position): Obstacle => ({
  code: "created-above-zero",
  what: `a rollout begins at 0 %, not at ${nameOf(to)}`,
  detail: `begin: ${setCommand({ percent: 0, legacy: "serving" })}; where users are on it already, import it (its dwell begins then)`,
});

const editedTogether = (from: Position | undefined): Obstacle => ({
  code: "edited-together",
  what: "the rollout is raised in the same change that edits its ladder, its gates or what they look at",
  detail: `apply the edit by itself, which begins the dwell again${from ? `; first: ${setCommand(from)}` : ""}`,
});

const migratesTogether = (from: Position | undefined): Obstacle => ({
  code: "migrates-together",
  what: "the rollout is raised in the same change that edits which migrations run before a deploy",
  detail: `apply the migration by itself${from ? `; first: ${setCommand(from)}` : ""}`,
});

/** The state was edited by hand, or an edit was applied while the evidence could not be reached. */
export const notDeclared = (from: Position): Obstacle => ({
  code: "not-declared",
  what: "the ladder and gates that it would be judged by are not those on record",
  detail: `put them on record, which begins the dwell again: ${setCommand(from)} and pulumi up`,
});

const unknownPercent: Obstacle = {
  code: "unknown-percent",
  what: "which percent users get cannot be told, so it cannot be raised",
  detail:
    "production was deployed by hand while the flag was changed; back to what is known: npx cutover rollback --to 0",
};

const heldAtFlag = ({ percent, at, pullRequest }: FlagHold): Obstacle => ({
  code: "rolled-back",
  what: rolledBackTo(percent, pullRequest),
  detail: `at ${moment(at)}; ${pullRequest ? "merge it" : setCommand({ percent, legacy: "serving" })}, then pulumi up`,
});

/** The one sentence about a rollback that Git does not know of. */
export const rolledBackTo = (percent: number, pullRequest: string | undefined): string =>
  `rolled back to ${percent} %, and Git does not say so yet${pullRequest ? `: ${pullRequest}` : ""}`;

const list = new Intl.ListFormat("en");
