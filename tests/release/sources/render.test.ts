import { describe, expect, it } from "vitest";
import type { ServiceRole, Window } from "../../../checks/gates/sources.ts";
import type { AppTraits } from "../../../rehearsal/core/git.ts";
import { openSources } from "../../../release/sources/open-sources.ts";
import { ownerId, startWorld } from "../../rehearsal/render/render-world.ts";

const { signal } = new AbortController();
const hourMs = 3_600_000;

async function started(traits: AppTraits = {}, services: Partial<Record<ServiceRole, string>> = { api: "api" }) {
  const world = await startWorld({ traits });
  const { id } = await world.create({ name: "api" });
  const began = world.clock.now();
  const { sources } = openSources({
    env: { RENDER_API_KEY: world.render.token, RENDER_BASE_URL: world.render.url },
    subject: { owner: ownerId, services },
    site: { logs: async () => [] },
    evidence: undefined,
  });
  const window = (from = began): Window => ({ from, to: new Date(world.clock.now().getTime() + 1000) });
  const importBy = async (user: string, path = "/process-full") => {
    const { status } = await world.visit("api.onrender.com", path, {
      method: "POST",
      body: JSON.stringify({ user_id: user }),
    });
    expect(status).toBe(200);
  };
  return { ...world, id, began, sources, window, importBy };
}

describe("lines of a service on Render", () => {
  it("S2.8 are counted in a window, a line with two of the texts once", async () => {
    const { sources, window, importBy } = await started();
    await importBy("ann");
    await importBy("bo");
    const text = ["[DEPRECATED]", "user bo"];

    expect(await sources.renderLogs("api", { ...window(), text }, signal)).toEqual({
      count: 2,
      lines: ["[DEPRECATED] /process-full called by user ann", "[DEPRECATED] /process-full called by user bo"],
    });
  });

  it("S2.8 before the window do not count, nor do those of a build", async () => {
    const { sources, window, importBy, clock } = await started();
    await importBy("ann");
    clock.advance(hourMs);

    const none = { count: 0, lines: [] };
    expect(await sources.renderLogs("api", { ...window(clock.now()), text: ["[DEPRECATED]"] }, signal)).toEqual(none);
    const long = { from: new Date(clock.now().getTime() - 2 * hourMs), to: clock.now(), text: ["==> Cloning"] };
    expect(await sources.renderLogs("api", long, signal)).toEqual(none);
  });

  it("are read page by page, 20 of them shown, and no further than is enough", async () => {
    const { sources, window, importBy } = await started();
    for (let user = 0; user < 130; user++) await importBy(`user-${user}`);
    const query = { ...window(), text: ["[DEPRECATED]"] };

    const all = await sources.renderLogs("api", query, signal);
    expect(all).toMatchObject({ count: 130 });
    expect("lines" in all && all.lines).toHaveLength(20);
    expect(await sources.renderLogs("api", { ...query, enough: 1 }, signal)).toMatchObject({ count: 1, more: true });
  });

  it("take a star in a text for a star", async () => {
    const { sources, window, importBy } = await started();
    await importBy("ann");
    expect(await sources.renderLogs("api", { ...window(), text: ["DEPRECATED*ann"] }, signal)).toMatchObject({
      count: 0,
    });
  });

  it("are shown without what could act on a CI log", async () => {
    const { sources, window, importBy } = await started();
    await importBy("::error::ann");
    const answer = await sources.renderLogs("api", { ...window(), text: ["[DEPRECATED]"] }, signal);
    expect("lines" in answer && answer.lines[0]).toBe("[DEPRECATED] /process-full called by user : :error: :ann");
  });
});

describe("what a service on Render uses", () => {
  it("S2.7 is told in percent of its limit, over time", async () => {
    const { sources, window, clock } = await started({ memoryGrowth: 10 });
    clock.advance(48 * hourMs);
    const answer = await sources.renderMetrics("api", "memory", window(), signal);
    if ("unmeasured" in answer) throw new Error(answer.unmeasured);

    const percents = answer.points.map(({ percent }) => percent);
    expect(percents.length).toBeGreaterThan(100);
    expect(percents.length).toBeLessThanOrEqual(301);
    expect(percents[0]).toBeCloseTo(20, 0);
    expect(percents.at(-1)).toBeCloseTo(40, 0);
  });

  it("S2.7 is told of cpu as well", async () => {
    const { sources, window, clock } = await started();
    clock.advance(hourMs);
    const answer = await sources.renderMetrics("api", "cpu", window(), signal);
    expect("points" in answer && answer.points.length).toBeGreaterThan(50);
  });
});

describe("what cannot be measured on Render", () => {
  it.each([
    ["a role that the stack does not declare", "worker", "the stack declares no worker at Render"],
    [
      "a service that is not there",
      "scheduler",
      `Render has no service named nobody in ${ownerId}; pulumi up makes it`,
    ],
  ] as const)("D5 says why: %s", async (_, role, unmeasured) => {
    const { sources, window } = await started({}, { api: "api", scheduler: "nobody" });
    expect(await sources.renderLogs(role, { ...window(), text: ["x"] }, signal)).toEqual({ unmeasured });
    expect(await sources.renderMetrics(role, "cpu", window(), signal)).toEqual({ unmeasured });
  });

  it("D5 says why without a key, or with an address that may not have it, and shows neither", async () => {
    const open = (env: NodeJS.ProcessEnv) =>
      openSources({
        env,
        subject: { owner: ownerId, services: { api: "api" } },
        site: { logs: async () => [] },
        evidence: undefined,
      });
    const window = { from: new Date(0), to: new Date(1), text: ["x"] };
    expect(await open({}).sources.renderLogs("api", window, signal)).toEqual({
      unmeasured: "RENDER_API_KEY_MISSING: no API key for Render is set",
    });
    const stolen = await open({
      RENDER_API_KEY: "rnd_secret",
      RENDER_BASE_URL: "https://evil.example",
    }).sources.renderLogs("api", window, signal);
    expect(stolen).toEqual({ unmeasured: expect.stringMatching(/^RENDER_BASE_URL_REFUSED/) });
    expect(JSON.stringify(stolen)).not.toContain("rnd_secret");
  });

  it("D5 is over as soon as whoever asks has had enough", async () => {
    const { sources, window } = await started();
    const answer = await sources.renderLogs(
      "api",
      { ...window(), text: ["x"] },
      AbortSignal.abort(new Error("enough")),
    );
    expect(answer).toHaveProperty("unmeasured");
  });
});
