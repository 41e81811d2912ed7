import { request } from "node:http";
import { Hono } from "hono";
import { afterAll, expect, it } from "vitest";
import { startPage } from "../../../rehearsal/page/server.ts";
import type { WorldView } from "../../../rehearsal/page/views/view.ts";

const view: WorldView = {
  ...{ name: "kept", stack: "prod", verdict: { tone: "good", word: "All well" } },
  ...{ now: "2026-11-22T10:00:00.000Z", advancedMs: 86_400_000, startedAt: "2026-11-21T09:00:00.000Z" },
  ...{ tiles: [], sections: [], problems: [], underWay: [] },
};
const control = new Hono().post("/stop", (c) => c.json({ stopping: true }));
const server = await startPage({ view: () => view, pageToken: "look", controlToken: "change", control });
afterAll(() => server.close());

/** fetch does not let a Host header be set. */
const statusFor = (host: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(server.url + path, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });

it("is reached only by who has its token", async () => {
  const status = async (path: string) => (await fetch(server.url + path)).status;
  expect(await status("/look/")).toBe(200);
  expect(await status("/look/world.json")).toBe(200);
  for (const path of ["/", "/loof/", "/change/", "/loo/world.json", "/look"]) expect(await status(path)).toBe(404);
});

it("answers no name but its own, so that no rebound name leads to it", async () => {
  expect(await statusFor(`127.0.0.1:${server.port}`, "/look/")).toBe(200);
  expect(await statusFor(`localhost:${server.port}`, "/look/")).toBe(200);
  for (const host of ["rebound.example", `rebound.example:${server.port}`, "127.0.0.1"])
    expect(await statusFor(host, "/look/")).toBe(421);
});

it("lets nothing run or load but its own files, and nobody keep or frame it", async () => {
  const { headers } = await fetch(`${server.url}/look/`);
  const policy = headers.get("content-security-policy");
  expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
});

it("changes the world only for who has the other token, and never for a web page", async () => {
  const stop = (headers: Record<string, string>) => fetch(`${server.url}/control/stop`, { method: "POST", headers });
  expect((await stop({ authorization: "Bearer change" })).status).toBe(200);
  for (const headers of [{}, { authorization: "Bearer look" }, { authorization: "change" }])
    expect((await stop(headers as Record<string, string>)).status).toBe(403);
  for (const sent of [{ origin: "http://127.0.0.1:1" }, { "sec-fetch-site": "none" }])
    expect((await stop({ authorization: "Bearer change", ...sent } as Record<string, string>)).status).toBe(403);
});

it("says how the world stands and how far its time is ahead", async () => {
  const page = await (await fetch(`${server.url}/look/`)).text();
  expect(page).toMatch(/<h1>.*All well<\/h1>/);
  expect(page).toContain("<dd>1 d</dd>");
});
