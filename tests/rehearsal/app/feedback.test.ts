import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { type AppWorld, appWorld, type Program } from "./app-world.ts";

const worker = "python backend/worker.py";
const scheduler = "python backend/scripts/run_feedback_learning_scheduler.py --once --min-events 2 --limit-twins 100";

let world: AppWorld;
beforeAll(async () => {
  world = await appWorld();
  await world.database.query("select 1");
});
afterEach(() => world.reset());
afterAll(() => world.close());

const rate = (api: Program, times = 1) =>
  Promise.all(
    Array.from({ length: times }, () =>
      world.call(api, "/feedback", { twin_id: "twin-ada", rating: "up" }, "user-ada"),
    ),
  );
const jobs = () => world.database.query("select * from learning_jobs order by created_at");
const statusIs = (status: string) => eventually(async () => expect(await jobs()).toMatchObject([{ status }]));

describe("feedback", () => {
  it("S1.12 is stored, becomes a job with enough events, and is processed by the worker", async () => {
    const [api, done] = [await world.start("uvicorn main:app"), await world.start(worker)];
    const [first] = await rate(api);
    expect(first).toMatchObject({ status: 202, body: { event_id: expect.any(String) } });
    expect(first?.body.job_id).toBeUndefined();
    const [second] = await rate(api);
    const jobId = second?.body.job_id;
    expect(jobId).toEqual(expect.any(String));

    await statusIs("processed");
    expect((await world.call(api, `/jobs/${jobId}`)).body).toEqual({ job_id: jobId, status: "processed" });
    const events = await world.database.query("select user_id, rating, job_id from feedback_events");
    expect(events).toEqual(Array(2).fill({ user_id: "user-ada", rating: "up", job_id: jobId }));
    await eventually(() =>
      expect(done.lines.at(-1)).toBe(`INFO: job ${jobId} processed: regression gate passed, kept for review`),
    );
  });

  it("S1.12 sent as a smoke check goes all the way at once, and no twin learns from it", async () => {
    const [api] = [
      await world.start("uvicorn main:app", { FEEDBACK_LEARNING_MIN_EVENTS: "5" }),
      await world.start(worker),
    ];
    await rate(api, 4);
    const check = () => world.call(api, "/feedback", { event: "smoke-check" }, "smoke-check");
    for (const { status, body } of [await check(), await check()]) {
      expect({ status, body }).toEqual({
        status: 202,
        body: { event_id: expect.any(String), job_id: expect.any(String) },
      });
      await eventually(async () =>
        expect((await world.call(api, `/jobs/${body.job_id}`)).body).toMatchObject({ status: "processed" }),
      );
    }
    expect((await jobs()).map((job) => job.twin_id)).toEqual(["smoke-check", "smoke-check"]);
  });

  it("S1.6 is not processed by a worker that reads another queue", async () => {
    const [api] = [
      await world.start("uvicorn main:app"),
      await world.start(worker, { REDIS_URL: "redis://red-other:6379" }),
    ];
    await rate(api, 2);
    await statusIs("queued");
    const late = await world.start(worker);
    await statusIs("processed");
    expect(late.lines.join()).toContain("processed");
  });

  it("S1.7 waits for the cooldown before the next job of a twin, in the world's time", async () => {
    const api = await world.start("uvicorn main:app", { FEEDBACK_LEARNING_COOLDOWN_MINUTES: "30" });
    await rate(api, 2);
    await rate(api, 2);
    expect(await jobs()).toHaveLength(1);
    world.clock.advance(31 * 60_000);
    await rate(api);
    expect(await jobs()).toHaveLength(2);
  });

  it.each([
    ["false", "true", { regression_gate: "skipped", published: true }],
    ["true", "false", { regression_gate: "passed", published: false }],
  ])("S1.7 honours gate %s and publishing %s", async (gate, publish, expected) => {
    const settings = { FEEDBACK_LEARNING_RUN_REGRESSION_GATE: gate, FEEDBACK_LEARNING_AUTO_PUBLISH: publish };
    const [api] = [await world.start("uvicorn main:app"), await world.start(worker, settings)];
    await rate(api, 2);
    await statusIs("processed");
    expect(await jobs()).toMatchObject([expected]);
  });

  it("is kept when the queue is gone: the job is failed and said so, the events wait", async () => {
    const api = await world.start("uvicorn main:app", { REDIS_URL: "redis://red-nowhere:6379" });
    const [, second] = await rate(api, 2);
    expect(second).toMatchObject({ status: 202, body: { event_id: expect.any(String) } });
    expect(await jobs()).toMatchObject([{ status: "failed", error: "the queue cannot be reached" }]);
    expect(await world.database.query("select 1 from feedback_events where job_id is null")).toHaveLength(2);
    expect(api.lines.join("\n")).toMatch(/queue: getaddrinfo ENOTFOUND red-nowhere[\s\S]*could not be enqueued/);
  });

  it.each([
    ["nobody", undefined, 401],
    ["a user", "user-ada", 202],
  ])("S1.11 is taken from %s with %s: %i", async (_, user, status) => {
    const api = await world.start("uvicorn main:app");
    expect((await world.call(api, "/feedback", { twin_id: "twin-ada", rating: "down" }, user)).status).toBe(status);
  });
});

describe("the worker", () => {
  it("leaves a job processing, or fails it, as its commit does", async () => {
    const [api] = [await world.start("uvicorn main:app"), await world.start(worker, {}, { worker: "fail" })];
    await rate(api, 2);
    await statusIs("failed");
    expect(await world.database.query("select 1 from feedback_events where job_id is null")).toHaveLength(2);
  });

  it("ends with 1 at start when its commit crashes, saying why", async () => {
    const crashed = await world.start(worker, {}, { worker: "crash" });
    expect(await crashed.exited).toBe(1);
    expect(crashed.lines.at(-1)).toMatch(/^ERROR: ImportError/);
  });

  it("S1.6 does not start without REDIS_URL or keys, naming all that is missing", async () => {
    const without = { REDIS_URL: "", SUPABASE_SERVICE_KEY: "" };
    await expect(world.start(worker, without)).rejects.toThrow(
      "missing required environment variables: SUPABASE_SERVICE_KEY or SUPABASE_KEY, REDIS_URL",
    );
  });

  it("S1.6 does not start when the queue's name leads nowhere", async () => {
    await expect(world.start(worker, { REDIS_URL: "redis://red-nowhere:6379" })).rejects.toThrow(
      "queue or database cannot be reached: getaddrinfo ENOTFOUND red-nowhere",
    );
  });

  it("does not start with a key that the database refuses, and does not tell it", async () => {
    await expect(world.start(worker, { SUPABASE_SERVICE_KEY: "wrong-key" })).rejects.toThrow(
      'password authentication failed for user "service_role"',
    );
  });

  it("S1.7 does not start with a setting of the wrong type", async () => {
    await expect(world.start(worker, { FEEDBACK_LEARNING_MIN_EVENTS: "five" })).rejects.toThrow(
      "FEEDBACK_LEARNING_MIN_EVENTS: expected a whole number",
    );
  });

  it("goes on after the queue was away, and says both", async () => {
    const [api, done] = [await world.start("uvicorn main:app"), await world.start(worker)];
    const bringBack = world.loseQueue();
    await eventually(() => expect(done.lines.at(-1)).toMatch(/^WARNING: queue: .*; trying again$/));
    bringBack();
    await eventually(() => expect(done.lines.at(-1)).toBe("INFO: queue: connected again"));
    await rate(api, 2);
    await statusIs("processed");
  });

  it("ends when it is stopped while the queue is gone", async () => {
    const alone = await world.start(worker);
    const bringBack = world.loseQueue();
    await eventually(() => expect(alone.lines.at(-1)).toContain("trying again"));
    await alone.stop();
    expect(await alone.exited).toBe(0);
    bringBack();
  });

  it("goes on after the database was away, and says both", async () => {
    const [api, done] = [await world.start("uvicorn main:app"), await world.start(worker)];
    const host = "db.twinbrains.supabase.example";
    const port = world.edge.portOf(host) ?? 0;
    world.edge.unrouteTcp(host);
    const answered = rate(api, 2);
    await eventually(() => expect(api.lines.join("\n")).toContain(`ENOTFOUND ${host}; trying again`));
    world.edge.routeTcp(host, port);
    expect((await answered).map(({ status }) => status)).toEqual([202, 202]);
    expect(api.lines).toContain("INFO: database: connected again");
    await statusIs("processed");
    expect(done.lines.join()).toContain("processed");
  });
});

describe("the scheduler", () => {
  it("S1.13 enqueues once what is due and ends with 0", async () => {
    const api = await world.start("uvicorn main:app", { FEEDBACK_LEARNING_MIN_EVENTS: "100" });
    await rate(api, 2);
    const once = await world.start(scheduler);
    expect(await once.exited).toBe(0);
    expect(once.lines.at(-1)).toBe("INFO: scheduler: 1 of 1 due twins enqueued");
    await world.start(worker);
    await statusIs("processed");
    expect(await jobs()).toMatchObject([{ requested_by: "scheduler" }]);
  });

  it("S1.13 goes on every so many seconds of the world's time, and ends with 0 when it is stopped", async () => {
    const goingOn = await world.start(scheduler.replace("--once", "--interval-seconds 900"));
    const rounds = () => goingOn.lines.filter((line) => line.includes("due twins enqueued")).length;
    await eventually(() => expect(rounds()).toBe(1));
    world.clock.advance(901_000);
    await eventually(() => expect(rounds()).toBe(2));
    await goingOn.stop();
    expect(await goingOn.exited).toBe(0);
  });

  it("S1.6 says when nobody takes the jobs", async () => {
    const api = await world.start("uvicorn main:app");
    await rate(api, 2);
    world.clock.advance(16 * 60_000);
    const once = await world.start(scheduler);
    await once.exited;
    expect(once.lines.at(-1)).toBe(
      "WARNING: scheduler: 1 jobs have waited for over 15 minutes: does a worker read this queue?",
    );
  });

  it("S1.13 refuses options that it does not know", async () => {
    await expect(world.start(`${scheduler} --every-so-often`)).rejects.toThrow("--every-so-often");
    await expect(world.start(scheduler.replace("100", "many"))).rejects.toThrow("--limit-twins: invalid int value");
  });
});
