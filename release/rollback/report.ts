import type { Author, Position } from "../evidence/evidence.ts";
import type { ProductionDeployment, Reality } from "../site/site.ts";
import { rolloutName } from "../subject/rollout-name.ts";
import type { DomainAnswer } from "./domain.ts";
import type { RollbackTarget } from "./target.ts";
import type { Task } from "./tasks.ts";

/** What is to happen. */
export interface RollbackOrder {
  /** 0, or an earlier step of the ladder. */
  readonly to: number;
  /** By a criterion, not by a person. */
  readonly automatic: boolean;
  /** Not needed; asked for afterwards. */
  readonly reason?: string | undefined;
  readonly incident?: boolean;
}

/** What a rollback came to; `npx cutover rollback --json` prints it. */
export interface RollbackReport {
  readonly version: 1;
  readonly rollout: string;
  /** What users had; null where nothing told. */
  readonly from: number | null;
  readonly to: number;
  /** Nothing was to do: users have that percent, and neither flag nor Git ask for more. */
  readonly already: boolean;
  /** Whether Vercel says that users have the percent. */
  readonly back: boolean;
  readonly serving: { readonly id: string; readonly url: string; readonly commit: string | null } | null;
  /** Why the flag is not as it should be: then a build by hand would bring more users back. */
  readonly flagFailure: string | null;
  readonly domain: ({ readonly name: string } & DomainAnswer) | null;
  readonly done: readonly string[];
  /** What has to be done yet, each with why. */
  readonly left: readonly string[];
  readonly pullRequest: string | null;
  /** Where what is left was written down for the next command. */
  readonly journal: string | null;
}

/** The name under which its evidence is kept. */
export const rolloutOf = ({ frontend, flag }: RollbackTarget): string => rolloutName(frontend, flag);

/** The report of a rollback that finds nothing to do. */
export const untouched = (target: RollbackTarget, to: number, { production, hold }: Reality): RollbackReport => ({
  version: 1,
  rollout: rolloutOf(target),
  from: production?.percent ?? null,
  to,
  already: true,
  back: true,
  serving: servingIn(production),
  flagFailure: null,
  domain: null,
  done: [],
  left: [],
  pullRequest: hold?.pullRequest ?? null,
  journal: null,
});

export const servingIn = (serving: ProductionDeployment | undefined): RollbackReport["serving"] =>
  serving ? { id: serving.id, url: serving.url, commit: serving.commit ?? null } : null;

export const nameOf = (task: Task): string =>
  task.task === "pull-request"
    ? "the pull request"
    : { "rolled-back": "the record of it", "pull-request": "the record of the pull request" }[task.fact.kind];

/** What follows once users are back: the record, and the pull request. */
export function tasksOf(
  order: RollbackOrder,
  { before, serving }: { readonly before: Reality; readonly serving: ProductionDeployment | undefined },
  target: RollbackTarget,
  author: Author,
): Task[] {
  const { automatic, reason, incident } = order;
  const { stack, file } = target;
  const from = fromOf(order.to, target, before);
  const to: Position = { percent: order.to, legacy: "serving" };
  const fact = {
    ...{ kind: "rolled-back" as const, from, to, automatic },
    ...(reason ? { reason } : {}),
    ...(incident ? { incident } : {}),
    ...(serving ? { deployment: serving.id } : {}),
    ...(serving?.commit ? { commit: serving.commit } : {}),
  };
  const at = new Date().toISOString();
  const told = { stack, file, rollout: rolloutOf(target), from: from.percent, to, at, actor: author.actor, automatic };
  return [
    { task: "record", moved: before.production?.percent !== order.to, fact, author },
    { task: "pull-request", lowering: { ...told, reason } },
  ];
}

/** What users had; in a second run of the same rollback, what Git says that they should have. */
function fromOf(to: number, { declared }: RollbackTarget, { production }: Reality): Position {
  const percent = production?.percent;
  if (percent !== undefined && percent > to) return { percent, legacy: declared?.legacy ?? "serving" };
  return declared && declared.percent > to ? declared : { percent: to, legacy: "serving" };
}
