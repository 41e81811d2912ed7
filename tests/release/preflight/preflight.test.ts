import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openSqlReader, type SqlReader } from "../../../checks/gates/sql.ts";
import type { Verdict } from "../../../checks/verdict.ts";
import { rollout } from "../../../config/rollout/rollout.ts";
import { smokeChecks } from "../../../config/smoke-checks.ts";
import { EvidenceUnreachable } from "../../../release/evidence/evidence.ts";
import { declarationOf } from "../../../release/gate-sets/declaration.ts";
import { type PreflightOf, preflight } from "../../../release/preflight/preflight.ts";
import { hour, minute, Watch } from "../checkpoint/watch.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

const fullPassSql = new URL("../../../release/gate-sets/full-pass.sql", import.meta.url);

// The first statement of a fresh database takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let db: EvidenceDatabase;
let reader: SqlReader;
beforeAll(async () => {
  db = await openEvidenceDatabase();
  reader = openSqlReader(db.readerUrl);
  await db.database.query(await readFile(fullPassSql, "utf8"));
});
afterAll(async () => {
  await reader?.close();
  await db?.[Symbol.asyncDispose]();
});

const checks = smokeChecks.parse([
  {
    name: "backend is healthy",
    target: "api",
    request: { path: "/health" },
    expect: { body: { type: "object", required: ["processors_available"] } },
  },
  {
    name: "legacy endpoint announces its sunset",
    target: "api",
    request: { method: "POST", path: "/process-full", json: {} },
    expect: { headers: { deprecation: "true", sunset: "Sat, 01 Mar 2026 00:00:00 GMT" } },
  },
]);

const fullPass = declarationOf(
  rollout.parse({
    flag: "V2_ROLLOUT_PERCENT",
    percent: 0,
    gates: [{ set: "full-pass" }],
    rollbackWhen: [{ set: "full-pass" }],
    routing: {
      query:
        "select count(*) filter (where version = 'v2') as new, count(*) as total from cutover_gates.requests where at >= $1 and at < $2",
    },
  }),
);

/** A rollout at 0 % with everything as it should be; each test breaks one thing. */
async function ready(over: Partial<PreflightOf> & { http?: Partial<Verdict> } = {}) {
  const watch = new Watch(db);
  await watch.record({ kind: "created", position: { percent: 0, legacy: "serving" } });
  watch.advance(minute);
  await watch.run();
  const { http, ...rest } = over;
  const verdict = {
    ...{ name: "", outcome: "pass", observed: "200", expected: "200", differences: [], warnings: [], sampleSize: 1 },
    ...{ window: { from: new Date(), to: new Date() }, request: "", at: new Date() },
    ...http,
  } as Verdict;
  const twin = watch.reality().production;
  const of: PreflightOf = {
    ...watch.watched,
    declaration: fullPass,
    deploys: "release",
    smokeChecks: checks,
    healthPath: "/health",
    site: {
      reality: async () => ({ ...watch.reality(), assignsDomains: false }),
      ready: async () => (twin ? [twin] : []),
    },
    sources: { ...watch.watched.sources, sql: reader.sql, http: async () => ({ verdict, body: {} }) },
    evidenceFaults: async () => [],
    signal: AbortSignal.timeout(60_000),
    ...rest,
  };
  return { watch, of, run: () => preflight(of) };
}

type Found = Awaited<ReturnType<typeof preflight>>;
const named = (found: Found, name: string) => found.find((one) => one.name === name);
const failing = (found: Found) => found.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);

describe("before a rollout", () => {
  it("S2.1 shows every prerequisite, and none fails when all is as it should be", async () => {
    const found = await (await ready()).run();
    expect(failing(found)).toEqual([]);
    expect(found.map(({ name }) => name)).toEqual([
      "columns of imports",
      "health",
      "flag V2_ROLLOUT_PERCENT",
      "staged deployments",
      "zero twin",
      "gates and criteria",
      "deprecation headers",
      "evidence",
      "routing",
      "scheduled checkpoints",
    ]);
  });

  it("S2.1 shows all that is wrong at once, each with a fix", async () => {
    const down = () => Promise.reject(new EvidenceUnreachable("EVIDENCE_UNREACHABLE: connection refused\n  at …"));
    const { of } = await ready({ http: { outcome: "inconclusive", reason: "no answer" } });
    const found = await preflight({
      ...of,
      evidence: { history: down, record: down, recordCheckpoint: down, close: async () => {} },
      site: { reality: () => Promise.reject(new Error("VERCEL_REFUSED: token not valid")), ready: async () => [] },
      sources: { ...of.sources, sql: async () => ({ unmeasured: "no connection" }) },
    });
    expect(failing(found)).toEqual([
      "columns of imports",
      "health",
      "Vercel",
      "gates and criteria",
      "deprecation headers",
      "evidence",
      "routing",
    ]);
    expect(found.every(({ outcome, fix }) => outcome === "pass" || fix !== undefined)).toBe(true);
  });
});

describe("the columns that gates of imports read", () => {
  it("S2.1 are seen through the view, as the role that may read nothing else", async () => {
    const found = await (await ready()).run();
    expect(named(found, "columns of imports")).toMatchObject({
      outcome: "pass",
      observed: expect.stringMatching(/^cutover_gates\.runs reads \d columns of user_profiles$/),
    });
    const direct = await reader.sql(
      "select user_id from public.user_profiles where $1::timestamptz < $2::timestamptz",
      { from: new Date(), to: new Date() },
      { timeoutMs: 5000, signal: AbortSignal.timeout(5000) },
    );
    expect(direct).toHaveProperty("misdeclared");
  });

  it("S2.1 fail while the view does not read one of them, naming it", async () => {
    const { run } = await ready();
    const views = await readFile(fullPassSql, "utf8");
    await db.database.query(views.replace(/^ {2}full_pass_error$/m, "  null::text"));
    try {
      expect(named(await run(), "columns of imports")).toMatchObject({
        outcome: "fail",
        observed: "cutover_gates.runs does not read full_pass_error of user_profiles",
      });
    } finally {
      await db.database.query(views);
    }
  });
});

describe("one prerequisite that is not met", () => {
  it("S2.1 an API that says of itself that it is not well", async () => {
    const { run } = await ready({
      http: {
        outcome: "fail",
        differences: [{ at: "body.processors_available", observed: "false", expected: "true" }],
      },
    });
    expect(named(await run(), "health")).toMatchObject({
      outcome: "fail",
      observed: "GET /health: body.processors_available is false, expected true",
    });
  });

  it("S2.1 no smoke check that looks at health or at deprecation headers", async () => {
    const found = await (await ready({ smokeChecks: [] })).run();
    expect(failing(found)).toEqual(["health", "deprecation headers"]);
  });

  it.each([
    ["is not there", { flag: undefined }, "Vercel has no such variable for Production"],
    ["has another percent", { value: "10" }, 'it is "10", but users get 0 %'],
    ["is set for Preview too", { targets: ["production", "preview"] }, "it is set for preview too"],
  ])("S2.3 a flag that %s", async (_title, flag, observed) => {
    const { of, watch } = await ready();
    const reality = watch.reality();
    const edited = "flag" in flag ? undefined : reality.flag && { ...reality.flag, ...flag };
    const site = { ...of.site, reality: async () => ({ ...reality, assignsDomains: false, flag: edited }) };
    expect(named(await preflight({ ...of, site }), "flag V2_ROLLOUT_PERCENT")).toMatchObject({
      outcome: "fail",
      observed,
    });
  });

  it("D7 a project that gives domains to every new deployment", async () => {
    const { of, watch } = await ready();
    const site = { ...of.site, reality: async () => ({ ...watch.reality(), assignsDomains: true }) };
    expect(failing(await preflight({ ...of, site }))).toEqual(["staged deployments"]);
  });

  it("D7 no zero twin; and only a warning before anything is deployed", async () => {
    const { of, watch } = await ready();
    const none = { ...of.site, ready: async () => [] };
    expect(failing(await preflight({ ...of, site: none }))).toEqual(["zero twin"]);
    const reality = async () => ({ ...watch.reality(), production: undefined, assignsDomains: false });
    const before = await preflight({ ...of, site: { ...none, reality } });
    expect(named(before, "zero twin")).toMatchObject({ outcome: "warning" });
  });

  it("S2.1 gate queries that do not parse, each named", async () => {
    const declaration = declarationOf(
      rollout.parse({
        ...{ flag: "V2_ROLLOUT_PERCENT", percent: 0, routing: fullPass.routing },
        gates: [{ set: "full-pass" }, { name: "typo", sql: { query: "selct 1" }, pass: "result.a > 0" }],
        rollbackWhen: [
          {
            name: "elsewhere",
            sql: { query: "select 1 as a from public.user_profiles where $1 < $2" },
            when: "result.a > 0",
          },
        ],
      }),
    );
    const found = named(await (await ready({ declaration })).run(), "gates and criteria");
    expect(found?.outcome).toBe("fail");
    for (const name of ['"typo"', '"elsewhere"']) expect(found?.observed).toContain(name);
  });

  it("S2.8 calls the old endpoint below 100 % only, where a call is none of a user's", async () => {
    const calls: string[] = [];
    const { of, watch } = await ready();
    const http: PreflightOf["sources"]["http"] = async (target, probe, signal) => {
      calls.push(probe.request.path);
      return of.sources.http(target, probe, signal);
    };
    const sources = { ...of.sources, http };
    await preflight({ ...of, sources });
    expect(calls).toContain("/process-full");
    calls.length = 0;
    await watch.stand(100);
    const old = {
      name: "old endpoint is gone",
      steps: ["removed"],
      http: { target: "api", request: { path: "/process-full" } },
    };
    const declaration = declarationOf(
      rollout.parse({ flag: "V2_ROLLOUT_PERCENT", percent: 100, gates: [{ set: "full-pass" }, old] }),
    );
    await preflight({ ...of, declaration, sources });
    expect(calls).toEqual(["/health"]);
  });

  it("S2.4 no way to observe routing", async () => {
    const { routing: _, ...declaration } = fullPass;
    expect(failing(await (await ready({ declaration })).run())).toEqual(["routing"]);
  });

  it("S2.1 roles that may do too much", async () => {
    const faults = async () => ["cutover_reader also reads public.user_profiles"];
    expect(named(await (await ready({ evidenceFaults: faults })).run(), "evidence")).toMatchObject({
      outcome: "fail",
      observed: "cutover_reader also reads public.user_profiles",
    });
  });

  it("S2.5 no checkpoint that ever ran: a warning at 0 %, a failure above", async () => {
    const watch = new Watch(db);
    await watch.record({ kind: "created", position: { percent: 0, legacy: "serving" } });
    watch.advance(hour);
    const { of } = await ready();
    const at0 = await preflight({ ...of, evidence: watch.evidence });
    expect(named(at0, "scheduled checkpoints")).toMatchObject({ outcome: "warning" });
    await watch.stand(10);
    const at10 = await preflight({
      ...of,
      evidence: watch.evidence,
      site: { ...of.site, reality: async () => ({ ...watch.reality(), assignsDomains: false }) },
    });
    expect(named(at10, "scheduled checkpoints")).toMatchObject({ outcome: "fail" });
  });
});
