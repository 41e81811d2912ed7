import type { History, Position } from "../../../release/evidence/evidence.ts";
import { digestOf } from "../../../release/ladder/digest.ts";
import { nameOf, same } from "../../../release/ladder/positions.ts";
import { recordedOf } from "../../../release/ladder/recorded.ts";
import { realPercent } from "../../../release/promotion/real.ts";
import type { Reality } from "../../../release/site/site.ts";
import { UserError } from "../../protocol/errors.ts";
import type { Call, Found, Known } from "../../protocol/resource.ts";
import type { Place, ReleaseClient } from "../client.ts";
import { evidenceName, historyWithin } from "./judge-rollout.ts";
import { placeOf } from "./place.ts";
import { assumedPosition } from "./real.ts";
import { declarationOf, judgedByDigest, positionOf, RolloutInputs, type RolloutState } from "./rollout-inputs.ts";

type Asked = Call<ReleaseClient>;

/** How long a refresh waits for the evidence, which it can do without. */
const HISTORY_MS = 3_000;

/** What Vercel and the evidence say now; undefined when the project is gone, or there is no flag to import. */
export async function readRollout(
  call: Asked,
  id: string,
  known: Known<RolloutInputs, RolloutState> | undefined,
): Promise<Found<RolloutInputs, RolloutState> | undefined> {
  const place = known?.inputs ?? placeOf(id);
  const site = await call.client.site(place);
  const reality = await site.reality(call.signal).catch((error: unknown) => {
    if (error instanceof UserError && error.code === "VERCEL_NOT_FOUND") return undefined;
    throw error;
  });
  if (!reality || (!known && !reality.flag)) return undefined;
  const before = known?.inputs ?? imported(place, reality);
  const history =
    known && call.client.keepsEvidence ? await historyWithin(call, evidenceName(before), HISTORY_MS) : undefined;
  if (history instanceof Error) call.log("warning", `the evidence was not read: ${history.message}`);
  const past = history instanceof Error ? undefined : history;
  if (past) call.client.justRead.set(evidenceName(before), past);
  // An import takes the world as it is; what differs from it is found by the first refresh.
  const inputs = known ? realInputs(before, reality, past) : before;
  return { inputs, state: await stateOf(inputs, reality, past, known?.state) };
}

/** The inputs that would declare what is. `decision` stays as it was: it is no fact of the world. */
function realInputs(before: RolloutInputs, reality: Reality, past: History | undefined): RolloutInputs {
  const { observedFlag: _, unrecorded: __, ...inputs } = before;
  const recorded = past && recordedOf(past.events).position;
  const position = assumedPosition(reality, recorded ?? positionOf(before));
  const meant = position.legacy === "retired" ? undefined : `${position.percent}`;
  const flag = reality.flag ? (reality.flag.value ?? "hidden") : undefined;
  const unrecorded = past ? unrecordedIn(past, inputs, position, reality) : reality.hold && "rollback";
  return {
    ...inputs,
    percent: position.percent,
    legacy: { ...inputs.legacy, state: position.legacy },
    ...(flag === meant ? {} : { observedFlag: flag ?? "absent" }),
    ...(unrecorded ? { unrecorded } : {}),
  };
}

/** What an update has to record before the evidence says the same as the world. */
function unrecordedIn(past: History, inputs: RolloutInputs, position: Position, { hold }: Reality): string {
  const { position: recorded, rollback, declared } = recordedOf(past.events);
  const missing = [
    recorded && same(recorded, position) ? undefined : nameOf(position),
    (rollback && !rollback.reconciled) || hold ? "rollback" : undefined,
    declared?.digest === judgedByDigest(inputs) ? undefined : "declaration",
  ];
  return missing.filter(Boolean).join(", ");
}

/** The outputs, as they are after an update that changes nothing more. */
export async function stateOf(
  inputs: RolloutInputs,
  reality: Reality,
  past: History | undefined,
  known: Pick<RolloutState, "commit" | "since" | "evidenceDigest"> | undefined,
): Promise<RolloutState> {
  const percent = realPercent(reality);
  const position = assumedPosition(reality, positionOf(inputs));
  const { production, hold } = reality;
  const commit = production?.commit ?? "";
  return {
    granted: position.percent,
    ...(percent === undefined ? {} : { percent }),
    step: percent === undefined ? "unknown" : nameOf(position),
    since: past ? await sinceOf(inputs, past, position) : (known?.since ?? ""),
    evidenceDigest: past ? digestIn(past) : (known?.evidenceDigest ?? ""),
    commit: known ? known.commit : commit,
    productionId: production?.id ?? "",
    productionCommit: commit,
    hold: hold
      ? `held at ${hold.percent} % since ${hold.at.toISOString()}${hold.pullRequest ? `; ${hold.pullRequest}` : ""}`
      : "",
    retired: position.legacy === "retired",
  };
}

async function sinceOf(inputs: RolloutInputs, past: History, position: Position): Promise<string> {
  const { standingOf } = await import("../../../release/ladder/standing.ts");
  const { because, since } = standingOf(declarationOf(inputs), past, position);
  return because ? since.toISOString() : "";
}

const digestIn = ({ events }: History): string => {
  const granted = events.findLast((event) => event.kind === "granted");
  return granted ? digestOf(granted) : "";
};

/** What an import finds; the program's own ladder and gates come with the next update, and the dwell begins with them. */
const imported = (place: Place, reality: Reality): RolloutInputs =>
  RolloutInputs.parse({ ...place, percent: realPercent(reality) ?? 0, subject: { project: place.projectId } });
