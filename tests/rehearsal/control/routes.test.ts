import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { addService, type Served, serveWorld } from "../page/world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let served: Served;
beforeAll(async () => {
  served = await serveWorld();
});
afterAll(() => served[Symbol.asyncDispose]());

async function control(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${served.url}/control${path}`, {
    method,
    headers: { authorization: `Bearer ${served.controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

it("refuses a time that the world would not survive, and goes on", async () => {
  expect(await control("POST", "/advance", { ms: 999_999_999 * 86_400_000 })).toMatchObject({
    status: 400,
    body: { code: "REQUEST_INVALID" },
  });
  expect(await control("GET", "/status")).toMatchObject({ status: 200, body: { advancedMs: 0 } });
  expect(await control("POST", "/advance", { ms: 60_000 })).toMatchObject({ status: 200 });
});

it("tells what a push has set going, or that nothing deploys it", async () => {
  expect(await control("POST", "/push", { message: "Alone" })).toMatchObject({ body: { underWay: [] } });
  await addService(served);
  expect(await control("POST", "/push", { message: "Broken", app: { processors: false } })).toMatchObject({
    body: { underWay: [expect.stringContaining("twin-brains-api is being deployed")] },
  });
  await served.world.render.settled();
});

it("names a trait that no app has", async () => {
  expect(await control("POST", "/push", { message: "Typo", app: { procesors: false } })).toMatchObject({
    status: 400,
    body: { code: "REQUEST_INVALID", message: expect.stringContaining("procesors") },
  });
});
