import { serviceOf } from "../../story/render-api.ts";
import { type Scene, Unexpected } from "../../story/scene.ts";
import { sendTraffic, type Traffic } from "../../traffic.ts";
import { pass } from "./time.ts";

/** Enough users in one hour for the share on v2 to be told (S2.4). */
const enough = 250;

/** Users by the number of the first; without one they are those who come next. */
export interface Cohort {
  readonly users: number;
  readonly first?: number;
}

/** 300 users of ordinary luck: half of them go to v2 at 50 %, and 93 or 98 % succeed where that is the commit's rate. */
export const ordinary: Cohort = { users: 300, first: 55_000 };

/** Users who were never here before import their data, through the frontend; the last of them ends a quarter of an hour later. */
export async function usersCome(scene: Scene, { users, first }: Cohort = { users: enough }): Promise<Traffic> {
  const { world, file } = scene;
  const [known] = await world.database.query<{ users: number }>("select count(*)::int as users from user_profiles");
  const seen = await sendTraffic(world.edge, file.domain, users, first ?? known?.users ?? 0);
  pass(scene, "PT15M");
  return seen;
}

/** What the share of a round of users was, in words. */
export const shareOf = ({ v2, requests, percent }: Traffic): string =>
  `${v2} of ${requests} users on v2 (${percent.toFixed(1)} %)`;

/** A client with the legacy endpoint wired in calls it past the frontend. @returns the status of the answer */
export async function callLegacy(scene: Scene, user: string): Promise<number> {
  const { url } = await serviceOf(scene, "web_service");
  const answer = await scene.world.edge.fetch(`${url}/process-full`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: user, storage_path: `imports/${user}.json` }),
  });
  await answer.body?.cancel();
  return answer.status;
}

interface Imports {
  readonly all: number;
  readonly complete: number;
  readonly failed: number;
  readonly processing: number;
}

/** Imports of the last hours by pipeline, counted in the database as its owner. */
export async function importsOf({ world }: Scene, hours: number): Promise<Record<"v1" | "v2", Imports>> {
  const rows = await world.database.query<Imports & { pipeline: "v1" | "v2" }>(
    `select pipeline, count(*)::int as all,
       count(*) filter (where status = 'complete')::int as complete,
       count(*) filter (where status = 'failed')::int as failed,
       count(*) filter (where status = 'processing')::int as processing
     from imports where started_at > now() - make_interval(hours => $1) group by pipeline`,
    [hours],
  );
  const of = (pipeline: "v1" | "v2"): Imports =>
    rows.find((row) => row.pipeline === pipeline) ?? { all: 0, complete: 0, failed: 0, processing: 0 };
  return { v1: of("v1"), v2: of("v2") };
}

/** How many of all imports are complete, in percent with one decimal. @throws Unexpected when there were none */
export function completeShare(...of: readonly Imports[]): string {
  const [all, complete] = [
    of.reduce((sum, { all }) => sum + all, 0),
    of.reduce((sum, { complete }) => sum + complete, 0),
  ];
  if (all === 0) throw new Unexpected("no import was made; expected some");
  return `${((100 * complete) / all).toFixed(1)} %`;
}

/** Median minutes of the complete imports by v2 in the last hours, with one decimal. */
export async function minutesOf({ world }: Scene, hours: number): Promise<string> {
  const [row] = await world.database.query<{ minutes: number | null }>(
    `select (percentile_cont(0.5) within group (order by extract(epoch from completed_at - started_at)) / 60)::float8 as minutes
     from imports where pipeline = 'v2' and status = 'complete' and started_at > now() - make_interval(hours => $1)`,
    [hours],
  );
  return (row?.minutes ?? 0).toFixed(1);
}
