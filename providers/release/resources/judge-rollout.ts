import type { Evidence, History, Position } from "../../../release/evidence/evidence.ts";
import { within } from "../../../release/evidence/within.ts";
import type { Decision } from "../../../release/ladder/ladder.ts";
import { compare, same, zero } from "../../../release/ladder/positions.ts";
import type { Reality } from "../../../release/site/site.ts";
import { rolloutName } from "../../../release/subject/rollout-name.ts";
import type { Call } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import { assumedPosition } from "./real.ts";
import { declarationOf, positionOf, type RolloutInputs } from "./rollout-inputs.ts";

/** The name under which a rollout's evidence is kept. */
export const evidenceName = ({ subject, flag }: RolloutInputs): string => rolloutName(subject.project, flag);

/**
 * What a change comes to, judged by what was declared before it and by what users really get. Evidence is read only where
 * the position rises.
 */
export async function decide(
  { client, signal }: Pick<Call<ReleaseClient>, "client" | "signal">,
  before: RolloutInputs | undefined,
  want: RolloutInputs,
  realityOf: () => Promise<Reality>,
): Promise<Decision> {
  const to = positionOf(want);
  const from = before && positionOf(before);
  const rise = compare(to, from ?? zero);
  // What is not on record may be a rollback: then nothing may stay above what it left.
  if (rise < 0 || (rise === 0 && !before?.unrecorded)) {
    const outcome = from && !same(to, from) ? "roll-back" : "hold";
    return { outcome, from, to, obstacles: [], gates: [] };
  }
  if (!before || !from) return { outcome: "refuse", from, to, obstacles: [aboveZero(want)], gates: [] };
  const [reality, site] = await Promise.all([realityOf(), client.site(want)]);
  const { judgeChange } = await import("../../../release/promotion/judge-change.ts");
  const judge = (evidence: Evidence | undefined) =>
    client.sources({ inputs: before, site, evidence }, (sources) =>
      judgeChange({
        before: sideOf(before, assumedPosition(reality, from)),
        after: sideOf(want, to),
        ...{ reality, evidence, sources, signal },
      }),
    );
  return client.keepsEvidence ? client.evidence(evidenceName(before), judge) : judge(undefined);
}

const sideOf = (inputs: RolloutInputs, position: Position) => ({
  declaration: declarationOf(inputs),
  position,
  subject: inputs.subject,
  migrations: inputs.migrations,
});

const aboveZero = ({ percent }: RolloutInputs) => ({
  code: "created-above-zero" as const,
  what: "a rollout begins at 0 %; where users get more already, it is imported",
  detail: `declared is ${percent} %: pulumi config set --path cutover:rollout.percent 0, then pulumi up; where users get more, it says how to import`,
});

/** The history, where it can be had within the time; else why not. */
export async function historyWithin(
  { client, signal }: Pick<Call<ReleaseClient>, "client" | "signal">,
  name: string,
  withinMs: number,
): Promise<History | Error> {
  const read = client.evidence(name, (evidence) => evidence.history());
  return within(read, withinMs, signal).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
}
