import type { History, Position } from "../../../release/evidence/evidence.ts";
import { declarationDigest } from "../../../release/ladder/digest.ts";
import { compare, nameOf, same } from "../../../release/ladder/positions.ts";
import { recordedOf } from "../../../release/ladder/recorded.ts";
import { aboveHold, realPercent } from "../../../release/promotion/real.ts";
import type { Reality, Site } from "../../../release/site/site.ts";
import type { Call, Known } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import { decide, evidenceName } from "./judge-rollout.ts";
import { importCommand } from "./place.ts";
import { stateOf } from "./read-rollout.ts";
import { assumedPosition } from "./real.ts";
import { recordDeclaration, recordMissing, recordQuietly } from "./record-missing.ts";
import { refusalOf, refused } from "./refusal.ts";
import { declarationOf, judgedByDigest, positionOf, type RolloutInputs, type RolloutState } from "./rollout-inputs.ts";

type Asked = Call<ReleaseClient>;

/** Makes a flag of 0 %, or takes over one that is at 0 % where users are, too. */
export async function createRollout(call: Asked, want: RolloutInputs): Promise<RolloutState> {
  const decision = await decide(call, undefined, want, async () => nothingYet);
  if (decision.outcome === "refuse") throw refusalOf(decision, whereOf(want));
  const site = await call.client.site(want);
  const reality = await site.reality(call.signal);
  refuseTakeover(call, want, reality);
  await site.setFlag("0", reality.hold, call.signal);
  const author = await call.client.author();
  const to = positionOf(want);
  const past = await recordQuietly(call, want, async (evidence) => {
    const before = await evidence.history();
    const { position } = recordedOf(before.events);
    await recordDeclaration(evidence, author, before, want);
    if (!position || !same(position, to)) await evidence.record({ kind: "created", position: to }, author);
    return evidence.history();
  });
  return { ...(await stateOf(want, reality, past, undefined)), granted: 0, commit: "" };
}

/**
 * Brings the flag to what is declared. Up, the change is judged once more with evidence of now, and the grant is recorded
 * before the flag is written; down, the flag comes first and nothing is asked (S2.10).
 */
export async function updateRollout(
  call: Asked,
  known: Known<RolloutInputs, RolloutState>,
  want: RolloutInputs,
): Promise<RolloutState> {
  const site = await call.client.site(want);
  const reality = await site.reality(call.signal);
  const from = assumedPosition(reality, positionOf(known.inputs));
  const to = positionOf(want);
  const past =
    compare(to, from) > 0 || aboveHold(to, reality)
      ? await promote(call, site, { reality, before: known.inputs, want })
      : await settle(call, site, { reality, from, before: known.inputs, want });
  return {
    ...(await stateOf(want, reality, past, known.state)),
    granted: to.percent,
    retired: to.legacy === "retired",
    commit: commitFor(known, want, reality),
  };
}

/**
 * A changed percent ships what users have; something else that is built in ships the branch's newest commit. To 0 nothing
 * is built: the zero twin is there already, of the commit that it was built of (S2.10).
 */
export function commitFor(
  { inputs, state }: Known<RolloutInputs, RolloutState>,
  want: RolloutInputs,
  reality?: Reality,
): string {
  if (want.percent === 0 && inputs.percent > 0) return state.commit;
  if (inputs.percent !== want.percent) return reality ? (reality.production?.commit ?? "") : state.productionCommit;
  return inputs.builtFrom === want.builtFrom ? state.commit : "";
}

interface Step {
  readonly reality: Reality;
  /** What stood before: the percent is what users got then. */
  readonly before: RolloutInputs;
  readonly want: RolloutInputs;
}

/** Judges, records the grant, then writes the flag. */
async function promote(call: Asked, site: Site, { reality, before, want }: Step): Promise<History> {
  const { client, signal } = call;
  const decision = await decide(call, { ...before, percent: realPercent(reality) ?? 0 }, want, async () => reality);
  const { from, to, gates } = decision;
  if (decision.outcome !== "promote" || !from) throw refusalOf(decision, whereOf(want));
  const baseline = Object.fromEntries(gates.flatMap(({ name, figures }) => (figures ? [[name, figures]] : [])));
  const declaration = declarationDigest(declarationOf(before));
  return client.evidence(evidenceName(want), async (evidence) => {
    const seen = decision.standing?.seen ?? 0;
    await evidence.record({ kind: "granted", from, to, declaration, baseline, gates, seen }, await client.author());
    // A rollback that came in between has set the flag: nobody's flag is overwritten by what was judged before it.
    if (movedBetween(reality, await site.reality(signal))) throw overtaken(want);
    if (to.legacy === "retired") await site.removeFlag(signal);
    else await site.setFlag(`${to.percent}`, undefined, signal);
    await giveWay(site, reality, { to, signal }, want);
    // What follows 100 % is no deployment of its own.
    if (to.percent === from.percent) await evidence.record({ kind: "arrived", position: to }, await client.author());
    return evidence.history();
  });
}

/** A rollback that came between the last look and the flag has the last word: its hold was overwritten, and is put back. */
async function giveWay(
  site: Site,
  judged: Reality,
  { to, signal }: { readonly to: Position; readonly signal: AbortSignal },
  want: RolloutInputs,
): Promise<void> {
  const now = await site.reality(signal);
  const percent = realPercent(now) ?? 0;
  if (now.production?.id === judged.production?.id || percent >= (realPercent(judged) ?? 0)) return;
  if (to.legacy !== "retired") await site.setFlag(`${percent}`, { percent, at: new Date() }, signal);
  throw overtaken(want);
}

/** Down, or where it is: the flag as declared, then what the evidence does not say yet. */
async function settle(
  call: Asked,
  site: Site,
  { reality, from, before, want }: Step & { readonly from: Position },
): Promise<History | undefined> {
  const { client, signal } = call;
  const to = positionOf(want);
  if (compare(to, from) === 0) await recordEdit(call, before, want);
  const value = to.legacy === "retired" ? undefined : `${to.percent}`;
  if (value === undefined) await site.removeFlag(signal);
  else await site.setFlag(value, reality.hold, signal);
  const past = await recordQuietly(call, want, async (evidence) =>
    recordMissing(evidence, await client.author(), { from, want, reality }),
  );
  const { hold } = reality;
  const agreed = past !== undefined || !client.keepsEvidence;
  if (hold && agreed && value !== undefined && to.percent <= hold.percent) await site.setFlag(value, undefined, signal);
  return past;
}

/** The dwell begins again with an edit: one that cannot be recorded would let the next step open too early. */
async function recordEdit({ client }: Asked, before: RolloutInputs, want: RolloutInputs): Promise<void> {
  if (judgedByDigest(before) === judgedByDigest(want) || !client.keepsEvidence) return;
  await client.evidence(evidenceName(want), async (evidence) =>
    recordDeclaration(evidence, await client.author(), await evidence.history(), want),
  );
}

const nothingYet: Reality = { production: undefined, flag: undefined, hold: undefined };

const movedBetween = (before: Reality, now: Reality): boolean =>
  now.hold?.at.getTime() !== before.hold?.at.getTime() ||
  now.flag?.value !== before.flag?.value ||
  now.production?.id !== before.production?.id;

function refuseTakeover({ urn }: Asked, want: RolloutInputs, reality: Reality): void {
  const percent = realPercent(reality) ?? 0;
  const { flag } = reality;
  if (percent === 0 && (!flag || flag.value === "0")) return;
  const has = percent > 0 ? `users are at ${percent} % already` : `${want.flag} exists already and is not 0`;
  throw refused(
    "ROLLOUT_EXISTS",
    `${has}, so a new rollout at 0 % would change what is there`,
    whereOf(want),
    `${importCommand(urn, want)}, or first: npx cutover rollback --to 0`,
  );
}

const overtaken = (want: RolloutInputs) =>
  refused(
    "ROLLOUT_OVERTAKEN",
    `somebody else changed what users get while ${nameOf(positionOf(want))} was being opened; nothing was changed`,
    whereOf(want),
    "npx cutover status, then pulumi up again",
  );

const whereOf = ({ subject, flag }: RolloutInputs): string => `${subject.project}/${flag} (cutover:rollout)`;
