import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { now, runsDatabase } from "./runs.ts";

const app = runsDatabase();

/** The view over one row per import, of both versions, as docs/gates.md has it. */
const page = readFileSync(new URL("../../../docs/gates.md", import.meta.url), "utf8");
const [, view = ""] = /```sql\n(\s*create or replace view cutover_gates\.runs.*?)```/s.exec(page) ?? [];

const imports = (pipeline: string, status: string, many: number) => ({ pipeline, status, many });

async function has(...groups: ReturnType<typeof imports>[]) {
  await app.query(view);
  await app.query("truncate public.user_profiles cascade");
  await app.query("insert into public.user_profiles (user_id) values ('user-1')");
  for (const { pipeline, status, many } of groups)
    await app.query(
      `insert into public.imports (user_id, pipeline, status, started_at, completed_at)
       select 'user-1', $1, $2, $3::timestamptz - n * interval '1 minute', $3::timestamptz - n * interval '1 minute' + interval '2 minutes'
       from generate_series(10, $4::int + 9) as n`,
      [pipeline, status, now.toISOString(), many],
    );
}

it("S2.5 catches a new version at 60 % that hides inside 96 % overall, at 10 % of users", async () => {
  await has(imports("v1", "complete", 900), imports("v2", "complete", 60), imports("v2", "failed", 40));
  const [overall] = await app.query(
    "select 100.0 * count(*) filter (where status = 'complete') / count(*) as rate from cutover_gates.runs",
  );
  const success = await app.verdict("success rate", { percent: 10 });

  expect(Number(overall?.rate)).toBe(96);
  expect(success).toMatchObject({ outcome: "fail", observed: /^success_rate 60, /, sampleSize: 100 });
});

it("S2.5 does not count failures of the old version against the new one", async () => {
  await has(imports("v1", "failed", 500), imports("v2", "complete", 100));
  expect(await app.verdict("success rate", { percent: 10 })).toMatchObject({ outcome: "pass", sampleSize: 100 });
});
