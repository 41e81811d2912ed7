import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fateOf } from "../../../rehearsal/app/fate.ts";
import { type AppWorld, appWorld } from "./app-world.ts";

let world: AppWorld;
beforeAll(async () => {
  world = await appWorld();
  await world.database.query("select 1");
});
afterEach(() => world.reset());
afterAll(() => world.close());

const minutes = (count: number) => world.clock.advance(count * 60_000);
const rows = () => world.database.query("select user_id, pipeline, status, error from imports order by user_id");

describe("imports", () => {
  it("S2.5 are rows by pipeline that are processing first, and complete when their time has come", async () => {
    const api = await world.start("uvicorn main:app");
    await world.call(api, "/process-full", { user_id: "user-1", storage_path: "1.json" });
    await world.call(api, "/process-full-v2", { user_id: "user-2" });
    expect(await rows()).toEqual([
      { user_id: "user-1", pipeline: "v1", status: "processing", error: null },
      { user_id: "user-2", pipeline: "v2", status: "processing", error: null },
    ]);

    minutes(10);
    expect((await rows()).map(({ status }) => status)).toEqual(["complete", "complete"]);
    const [took] = await world.database.query(
      "select bool_and(completed_at - started_at between '1 minute' and '7 minutes') as typical from imports",
    );
    expect(took?.typical).toBe(true);
  });

  it("S2.1 show in the user's full_pass columns when the new pipeline ran", async () => {
    const api = await world.start("uvicorn main:app");
    await world.call(api, "/process-full", { user_id: "user-1" });
    await world.call(api, "/process-full-v2", { user_id: "user-2" });
    minutes(10);
    const profiles = await world.database.query(
      `select full_pass_status as status, full_pass_started_at is not null as started,
         full_pass_completed_at > full_pass_started_at as completed from user_profiles order by user_id`,
    );
    expect(profiles).toEqual([
      { status: "pending", started: false, completed: null },
      { status: "complete", started: true, completed: true },
    ]);
  });

  it("are all recorded when hundreds come at once, those of one user too", async () => {
    const api = await world.start("uvicorn main:app");
    const send = (user: number) => world.call(api, "/process-full-v2", { user_id: `user-${user % 250}` });
    await Promise.all(Array.from({ length: 300 }, (_, user) => send(user)));
    const [counted] = await world.database.query(
      "select count(*)::int as imports, count(distinct user_id)::int as users from imports",
    );
    expect(counted).toEqual({ imports: 300, users: 250 });
  });

  it("S2.6 go by the new pipeline as the commit does: the old one stays healthy", async () => {
    const api = await world.start("uvicorn main:app", {}, { v2Imports: { successRate: 0, error: "model timed out" } });
    await world.call(api, "/process-full", { user_id: "user-1" });
    await world.call(api, "/process-full-v2", { user_id: "user-2" });
    minutes(10);
    expect(await rows()).toMatchObject([
      { status: "complete", error: null },
      { status: "failed", error: "model timed out" },
    ]);
  });

  it("S2.6 that are stuck stay processing for ever", async () => {
    const api = await world.start("uvicorn main:app", {}, { v2Imports: { stuckRate: 1 } });
    await world.call(api, "/process-full-v2", { user_id: "user-1" });
    minutes(60 * 24 * 7);
    expect(await rows()).toMatchObject([{ status: "processing" }]);
  });

  it("S2.9 come in at one place only once the legacy endpoint is removed", async () => {
    const api = await world.start("uvicorn main:app", {}, { legacyEndpoint: "removed" });
    expect((await world.call(api, "/process-full", { user_id: "user-1" })).status).toBe(404);
    expect((await world.call(api, "/process-full-v2", { user_id: "user-2" })).status).toBe(200);
    expect(api.lines.join()).not.toContain("[DEPRECATED]");
    expect(await rows()).toMatchObject([{ user_id: "user-2", pipeline: "v2" }]);
  });

  it("are refused with 503 when the database does not take them, and the log says so", async () => {
    const api = await world.start("uvicorn main:app", { SUPABASE_URL: "https://nowhere.supabase.example" });
    const answer = await world.call(api, "/process-full-v2", { user_id: "user-1" });
    expect(answer).toEqual({ status: 503, body: { detail: "Service Unavailable" } });
    expect(api.lines.at(-1)).toBe(
      "ERROR: POST /process-full-v2: the database db.nowhere.supabase.example cannot be reached",
    );
  });
});

describe("what an import comes to", () => {
  const fates = (traits = {}) =>
    Array.from({ length: 2000 }, (_, user) => fateOf(`user-${user}`, "v2", { v2Imports: traits }));

  it("S2.5 follows the rates of the commit", () => {
    const seen = fates({ successRate: 0.6, stuckRate: 0.1 });
    const stuck = seen.filter((fate) => fate.minutes === undefined).length;
    const failed = seen.filter((fate) => fate.status === "failed").length;
    expect(stuck / 2000).toBeCloseTo(0.1, 1);
    expect(failed / 2000).toBeCloseTo(0.3, 1);
  });

  it("S2.7 says another id in every error of one kind", () => {
    const said = fates({ successRate: 0, error: "KeyError in import {id}" }).map(({ error }) => error);
    expect(new Set(said).size).toBe(2000);
    for (const error of said) expect(error).toMatch(/^KeyError in import [0-9a-f]{16}$/);
  });

  it("S2.7 takes as long as the commit takes", () => {
    const [usual, slow] = [fates(), fates({ typicalMinutes: 30 })];
    const median = (of: typeof usual) => of.map((fate) => fate.minutes ?? 0).sort((a, b) => a - b)[1000] ?? 0;
    expect(median(usual)).toBeGreaterThan(2.7);
    expect(median(usual)).toBeLessThan(3.3);
    expect(median(slow) / median(usual)).toBeCloseTo(10, 5);
  });
});
