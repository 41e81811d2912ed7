import { describe, expect, it } from "vitest";
import { probeAfter } from "../../checks/afterwards.ts";
import { runSmokeChecks, type SmokeWorld } from "../../checks/smoke.ts";
import { parseSmokeList } from "../../checks/smoke-list.ts";

const checks = (within = "PT9S") =>
  parseSmokeList(
    JSON.stringify([
      {
        name: "feedback becomes a job",
        url: "https://api.example.com/feedback",
        request: { method: "POST", headers: { authorization: "Bearer a-token-of-ours" }, json: { event: "rating" } },
        expect: { status: 202 },
        afterwards: {
          url: "https://api.example.com/jobs/{job_id}",
          within,
          expect: { body: { type: "object", properties: { status: { const: "processed" } } } },
        },
      },
    ]),
    "the test",
  );

/** A world whose answers are scripted, and whose pauses take no time. */
function world(first: unknown, ...later: unknown[]) {
  const asked: string[] = [];
  let elapsed = 0;
  const scripted: SmokeWorld = {
    now: () => new Date(0),
    elapsedMs: () => elapsed,
    async sleep(ms) {
      elapsed += ms;
    },
    async fetch(url, { method, body, headers }) {
      asked.push(`${method} ${url} ${body ?? "-"} ${new Headers(headers).get("authorization")}`);
      if (method === "POST") return Response.json(first, { status: 202 });
      return Response.json(later.length > 1 ? later.shift() : later[0]);
    },
  };
  return { asked, scripted };
}

describe("what follows from a smoke check", () => {
  it("S1.12 is asked with the first answer's member and the same headers, until it is as expected", async () => {
    const { asked, scripted } = world({ job_id: "job 1" }, { status: "queued" }, { status: "processed" });
    const [result] = await runSmokeChecks(checks(), scripted);
    expect(result).toMatchObject({ passed: true, tries: 2 });
    expect(asked).toEqual([
      'POST https://api.example.com/feedback {"event":"rating"} Bearer a-token-of-ours',
      "GET https://api.example.com/jobs/job%201 - Bearer a-token-of-ours",
      "GET https://api.example.com/jobs/job%201 - Bearer a-token-of-ours",
    ]);
    expect(result?.verdict.request).toBe(
      "POST https://api.example.com/feedback, then GET https://api.example.com/jobs/{job_id}",
    );
  });

  it("S1.12 fails the check when it does not come to that in time", async () => {
    const { scripted } = world({ job_id: "1" }, { status: "queued" });
    const [result] = await runSmokeChecks(checks(), scripted);
    expect(result).toMatchObject({ passed: false });
    expect(result?.verdict.differences).toEqual([
      expect.objectContaining({ at: "body.status", observed: '"queued"', expected: '"processed"' }),
    ]);
  });

  it("fails at once when the first answer lacks what the address asks for", async () => {
    const { asked, scripted } = world({ event_id: "1" });
    const [result] = await runSmokeChecks(checks(), scripted);
    expect(result).toMatchObject({ passed: false });
    expect(result?.verdict.differences).toEqual([
      {
        at: "body.job_id",
        observed: "missing",
        expected: "what https://api.example.com/jobs/{job_id} asks for",
      },
    ]);
    expect(asked).toHaveLength(1);
  });

  it.each(["not JSON", "null", '{"job_id":""}', '{"job_id":{}}', '["job_id"]'])("takes nothing from %j", (text) => {
    const [check] = checks();
    expect(check?.afterwards && probeAfter(check.probe, check.afterwards, text)).toEqual({ missing: "job_id" });
  });
});
