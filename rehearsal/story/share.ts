import { sendTraffic } from "../traffic.ts";
import { expectSame, type Scene, Unexpected } from "./scene.ts";

const imports = "select pipeline, count(*)::int as count from imports group by pipeline";

/**
 * Sends users through the frontend and insists that the declared share lies within the 99 % interval of the one seen
 * (S2.4), and that the database has each import under the pipeline that the frontend chose.
 */
export async function expectShare({ world, file }: Scene, declared: number): Promise<string> {
  const count = async () =>
    Object.fromEntries((await world.database.query(imports)).map((row) => [row.pipeline, Number(row.count)]));
  const before = await count();
  const seen = await sendTraffic(world.edge, file.domain);
  const after = await count();
  const stored = { v1: (after.v1 ?? 0) - (before.v1 ?? 0), v2: (after.v2 ?? 0) - (before.v2 ?? 0) };
  expectSame("imports in the database", stored, { v1: seen.requests - seen.v2, v2: seen.v2 });
  const told = `${seen.v2} of ${seen.requests} users on v2: ${seen.percent.toFixed(1)} % (${seen.low.toFixed(1)}–${seen.high.toFixed(1)} %)`;
  if (declared < seen.low || declared > seen.high) throw new Unexpected(`${told}; expected ${declared} %`);
  return told;
}
