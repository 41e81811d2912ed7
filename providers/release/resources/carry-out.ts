import type { EventFact, Evidence, History, Position } from "../../../release/evidence/evidence.ts";
import { nameOf, settled } from "../../../release/ladder/positions.ts";
import { recordedOf } from "../../../release/ladder/recorded.ts";
import type { ProductionDeployment, Reality, Site } from "../../../release/site/site.ts";
import { rolloutName } from "../../../release/subject/rollout-name.ts";
import type { Call } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import type { PromotionInputs, PromotionState } from "./promotion.ts";
import { refused } from "./refusal.ts";

type Asked = Call<ReleaseClient>;

/** Promotes the deployment where users do not have it yet, and records that it arrived. */
export async function carryOut(call: Asked, want: PromotionInputs): Promise<PromotionState> {
  const { client, signal } = call;
  const site = await client.site(want);
  const [reality, deployment] = await Promise.all([site.reality(signal), site.deployment(want.deploymentId, signal)]);
  if (!deployment) throw no(want, `there is no deployment ${want.deploymentId} in the project`, "pulumi up --refresh");
  if (deployment.percent !== want.percent)
    throw no(
      want,
      `${deployment.id} was built with ${deployment.percent ?? "an unknown"} %, not ${want.percent} %`,
      "pulumi up",
    );
  const served = reality.production?.id === deployment.id;
  if (!served) await requireGrant(call, want, reality);
  if (!served) {
    await site.promote(deployment.id, signal);
    await giveWay(call, site, want);
  }
  await recordArrival(call, want, deployment);
  return { percent: want.percent };
}

/** @throws where what users get would rise, and nothing on record allows just this rise now */
async function requireGrant({ client }: Asked, want: PromotionInputs, reality: Reality): Promise<void> {
  const { arrivalObstacles } = await import("../../../release/promotion/judge-arrival.ts");
  const judge = (evidence: Evidence | undefined) => arrivalObstacles({ percent: want.percent, reality, evidence });
  const name = rolloutName(want.project, want.flag);
  const obstacles = await (client.keepsEvidence ? client.evidence(name, judge) : judge(undefined));
  const [first] = obstacles;
  if (first) throw no(want, obstacles.map(({ what }) => what).join("; "), first.detail);
}

/** A rollback that came between the last look and the promotion has the last word: users go back to what it left. */
async function giveWay({ signal }: Asked, site: Site, want: PromotionInputs): Promise<void> {
  const { hold } = await site.reality(signal);
  if (!hold || want.percent <= hold.percent) return;
  const [back] = await site.ready(hold.percent, hold.commit, signal);
  if (back) await site.promote(back.id, signal);
  throw no(want, `it was rolled back to ${hold.percent} % meanwhile`, "npx cutover status");
}

/** The dwell begins with this row; where it cannot be written, it begins when the next update has written it. */
async function recordArrival(call: Asked, want: PromotionInputs, deployment: ProductionDeployment): Promise<void> {
  const { client, log } = call;
  if (!client.keepsEvidence) return;
  const record = client.evidence(rolloutName(want.project, want.flag), async (evidence) => {
    const fact = arrival(await evidence.history(), want.percent, deployment);
    if (fact) await evidence.record(fact, await client.author());
  });
  await record.catch((error: unknown) => {
    log(
      "warning",
      `not recorded in the evidence; the next update does it: ${error instanceof Error ? error.message : error}`,
    );
  });
}

/** Undefined where the evidence says so already: a rollback's row is an arrival, too. */
function arrival({ events }: History, percent: number, { id, commit }: ProductionDeployment): EventFact | undefined {
  const { position: recorded } = recordedOf(events);
  const last = events.findLast(({ kind }) => kind === "arrived" || kind === "rolled-back");
  const known = last && "deployment" in last && last.deployment === id && recorded?.percent === percent;
  if (known) return undefined;
  const legacy = recorded?.percent === percent ? recorded.legacy : "serving";
  const position: Position = settled({ percent, legacy });
  return { kind: "arrived", position, deployment: id, ...(commit === undefined ? {} : { commit }) };
}

const no = (want: PromotionInputs, what: string, fix: string) =>
  refused(
    "PROMOTION_REFUSED",
    `users do not get ${nameOf({ percent: want.percent, legacy: "serving" })}: ${what}`,
    `${want.project}/${want.flag} (deployment ${want.deploymentId})`,
    fix,
  );
