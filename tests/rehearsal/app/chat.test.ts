import { sign } from "hono/jwt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AppWorld, appWorld } from "./app-world.ts";

let world: AppWorld;
beforeAll(async () => {
  world = await appWorld();
  await world.database.query("select 1");
});
afterEach(() => world.reset());
afterAll(() => world.close());

const written = async () => {
  const [counts] = await world.database.query(
    "select (select count(*)::int from conversations) as said, (select count(*)::int from training_examples) as learnt",
  );
  return counts;
};

describe("chat", () => {
  it("S1.11 answers a twin's owner, who is known by the token, and the twin learns from it", async () => {
    const api = await world.start("uvicorn main:app");
    const answer = await world.call(api, "/chat", { twin_id: "twin-ada", message: "Hi" }, "user-ada");
    expect(answer).toMatchObject({ status: 200, body: { reply: expect.stringMatching(/Ada.*curious/) } });
    expect(await written()).toEqual({ said: 1, learnt: 1 });
  });

  it.each([
    ["nobody", undefined, 401],
    ["somebody else", "user-eve", 403],
  ])("S1.11 refuses %s", async (_, user, status) => {
    const api = await world.start("uvicorn main:app");
    expect((await world.call(api, "/chat", { twin_id: "twin-ada", message: "Hi" }, user)).status).toBe(status);
    expect(await written()).toEqual({ said: 0, learnt: 0 });
  });

  it.each([
    ["signed with another secret", () => sign({ sub: "user-ada" }, "another", "HS256")],
    ["signed by nobody", () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"user-ada"}')}.`.replaceAll("=", "")],
    ["no token", () => "x"],
  ])("S1.11 refuses a token that is %s, in DEV_MODE too", async (_, made) => {
    const token = await made();
    const api = await world.start("uvicorn main:app", { DEV_MODE: "true" });
    const request = new Request("http://api.example/chat", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ twin_id: "twin-ada", message: "Hi" }),
    });
    expect((await api.fetch?.(request))?.status).toBe(401);
  });

  it("S1.12 in public writes what was said, and nothing that a twin learns from", async () => {
    const api = await world.start("uvicorn main:app");
    const answer = await world.call(api, "/share/share-ada-0001/chat", { message: "Hi" });
    expect(answer).toMatchObject({ status: 200, body: { reply: expect.stringContaining("Ada") } });
    expect(await written()).toEqual({ said: 1, learnt: 0 });
  });

  it("S1.12 in public needs a token that was shared", async () => {
    const api = await world.start("uvicorn main:app");
    expect((await world.call(api, "/share/guessed/chat", { message: "Hi" })).status).toBe(404);
  });
});

it("without a database answers 503 where it needs one, and the rest as ever", async () => {
  const api = await world.start("uvicorn main:app", { SUPABASE_URL: "" });
  expect((await world.call(api, "/share/share-ada-0001/chat", { message: "Hi" })).status).toBe(503);
  expect((await world.call(api, "/process-full", { user_id: "user-1" })).status).toBe(200);
  expect((await world.call(api, "/health")).status).toBe(200);
});
