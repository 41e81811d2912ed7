import { expect, it } from "vitest";
import { runSmokeChecks, type SmokeCheck, type SmokeWorld } from "../../checks/smoke.ts";

/** A world in which each request takes 100 ms, sleeping takes no real time, and each host answers from its own list. */
function worldOf(answers: Record<string, (number | Error)[]>) {
  let elapsed = 0;
  const world: SmokeWorld = {
    now: () => new Date(elapsed),
    elapsedMs: () => elapsed,
    sleep: async (ms) => {
      elapsed += ms;
    },
    fetch: async (url) => {
      elapsed += 100;
      const left = answers[new URL(url).hostname] ?? [];
      const next = left.length > 1 ? left.shift() : left[0];
      if (next instanceof Error) throw next;
      return new Response("", { status: next ?? 500 });
    },
  };
  return world;
}

const check = (host: string, withinMs = 10_000): SmokeCheck => ({
  probe: {
    name: host,
    request: { url: `https://${host}/`, method: "GET", headers: {} },
    expect: { status: 200, headers: {} },
    timeoutMs: 1000,
  },
  withinMs,
  covers: [],
});

it("gives results in the order of the list, however long each takes", async () => {
  const results = await runSmokeChecks(
    [check("late"), check("early")],
    worldOf({ late: [503, 503, 200], early: [200] }),
  );
  expect(results.map(({ check, passed, tries }) => [check.probe.name, passed, tries])).toEqual([
    ["late", true, 3],
    ["early", true, 1],
  ]);
});

it("remembers what was seen before, repetitions counted", async () => {
  const refused = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) });
  const [result] = await runSmokeChecks([check("a")], worldOf({ a: [refused, refused, 503, 200] }));
  expect(result?.history).toEqual([
    { observed: "no answer (connection refused (ECONNREFUSED))", times: 2 },
    { observed: "503", times: 1 },
    { observed: "200", times: 1 },
  ]);
});

it("tries a last time at the deadline and not after it", async () => {
  const world = worldOf({ a: [503] });
  const [result] = await runSmokeChecks([check("a", 3000)], world);
  expect(result).toMatchObject({ passed: false, elapsedMs: 3100 });
});

it("does not take inconclusive at the deadline for passed (D5)", async () => {
  const [result] = await runSmokeChecks([check("a", 1000)], worldOf({ a: [new TypeError("fetch failed")] }));
  expect(result).toMatchObject({ passed: false, verdict: { outcome: "inconclusive" } });
});

it("reports each try that will be repeated, and no other", async () => {
  const seen: string[] = [];
  await runSmokeChecks([check("a")], worldOf({ a: [503, 502, 200] }), {
    progress: ({ probe }, { observed }, tries) => seen.push(`${probe.name} ${observed} ${tries}`),
  });
  expect(seen).toEqual(["a 503 1", "a 502 2"]);
});

it("rejects with the signal's reason when it is aborted between two tries", async () => {
  const stop = new AbortController();
  const running = runSmokeChecks([check("a")], worldOf({ a: [503] }), {
    signal: stop.signal,
    progress: () => stop.abort(new Error("enough")),
  });
  await expect(running).rejects.toThrow("enough");
});
