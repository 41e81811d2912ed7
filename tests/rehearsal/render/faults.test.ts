import { describe, expect, it } from "vitest";
import { Faults } from "../../../rehearsal/core/faults.ts";
import { eventually } from "../../support/eventually.ts";
import { startWorld, webService } from "./render-world.ts";

const startFaulty = async (options: Parameters<typeof startWorld>[0] = {}) => {
  const faults = new Faults();
  return { faults, ...(await startWorld({ ...options, faults })) };
};

describe("a fault of a request", () => {
  it("refuses it with the status that was asked for, as often as asked", async () => {
    const { faults, get, render } = await startFaulty();
    faults.add({ kind: "status", at: "GET /v1/owners", status: 503, times: 2 });

    expect([(await get("/owners")).status, (await get("/owners")).status, (await get("/owners")).status]).toEqual([
      503, 503, 200,
    ]);
    expect(render.faults).toBe(faults);
  });

  it("S0.8 storms with 429 as the vendor does: an empty bucket, and the seconds until it is full", async () => {
    const { faults, get } = await startFaulty();
    faults.add({ kind: "status", at: "GET /v1/services", status: 429, retryAfterSeconds: 7 });
    const { status, headers, body } = await get("/services");

    expect(status).toBe(429);
    expect(body).toEqual({ message: "rate limit exceeded" });
    expect(headers.get("retry-after")).toBe("7");
    expect(headers.get("ratelimit-remaining")).toBe("0");
    expect(headers.get("ratelimit-reset")).toBe("7");
    expect(headers.get("render-request-id")).toMatch(/^api-/);
  });

  it("loses the answer of a request that takes effect", async () => {
    const { faults, post, render } = await startFaulty();
    faults.add({ kind: "lost", at: "POST /v1/services" });

    expect((await post("/services", webService())).status).toBe(502);
    expect(render.inventory().services).toEqual(["twin-brains-api"]);
  });

  it("resets the connection before the request takes effect", async () => {
    const { faults, post, render } = await startFaulty();
    faults.add({ kind: "reset", at: "POST /v1/services" });

    await expect(post("/services", webService())).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(render.inventory().services).toEqual([]);
    expect((await post("/services", webService())).status).toBe(201);
  });

  it("resets the connection after the request took effect", async () => {
    const { faults, post, render } = await startFaulty();
    faults.add({ kind: "reset", at: "POST /v1/services", when: "after" });

    await expect(post("/services", webService())).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(render.inventory().services).toEqual(["twin-brains-api"]);
  });

  it("cuts the answer's JSON off in the middle", async () => {
    const { faults, render } = await startFaulty();
    faults.add({ kind: "truncated", at: "GET /v1/owners" });
    const ask = () => fetch(`${render.url}/owners`, { headers: { authorization: `Bearer ${render.token}` } });
    const [cut, whole] = [await ask(), await ask()];

    expect(cut.status).toBe(200);
    const text = await cut.text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect((await whole.text()).startsWith(text)).toBe(true);
  });

  it("holds the answer back", async () => {
    const { faults, get } = await startFaulty();
    faults.add({ kind: "slow", at: "GET /v1/owners", delayMs: 30 });
    const started = performance.now();
    await get("/owners");

    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });
});

describe("a fault of a deploy", () => {
  it("S0.6 keeps the health check from ever passing, and says so in the log", async () => {
    const { faults, create, get, render } = await startFaulty();
    faults.add({ kind: "deploy", at: "twin-brains-api", state: "unhealthy" });
    const { id, deployId } = await create();

    expect((await get(`/services/${id}/deploys/${deployId}`)).body.status).toBe("update_failed");
    expect(render.logsOf(id).at(-1)?.message).toBe("==> Timed out waiting for GET /health: no answer within 5 s");
  });

  it.each(["queued", "build"] as const)("S0.5 slows it down: %s", async (phase) => {
    const { faults, create, get, render } = await startFaulty();
    faults.add({ kind: "slow-deploy", at: "twin-brains-api", delayMs: 500, phase });
    const { id, deployId } = await create({}, { settle: false });
    const slow = phase === "queued" ? "queued" : "build_in_progress";
    const statusNow = async () => (await get(`/services/${id}/deploys/${deployId}`)).body.status;
    await eventually(async () => expect(await statusNow()).toBe(slow));
    await render.settled();

    const { history = [] } = render.state.deploys.get(deployId) ?? {};
    const index = history.findIndex(({ status }) => status === slow);
    const tookMs = Number((history[index + 1]?.at ?? 0n) - (history[index]?.at ?? 0n)) / 1e6;
    expect(tookMs).toBeGreaterThanOrEqual(499);
    expect(await statusNow()).toBe("live");
  });
});
