import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SmokeWorld } from "../../checks/smoke.ts";
import { smoke } from "../../cli/smoke.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-smoke-"));
});
afterAll(() => rm(folder, { recursive: true }));

const healthy = {
  name: "backend is healthy",
  url: "https://api.example.com/health",
  expect: {
    body: { type: "object", required: ["ready"], properties: { ready: { const: true } } },
  },
  within: "PT10S",
};
const frontend = { name: "frontend answers", url: "https://app.example.com/" };

/** Answers by host name; sleeping takes no real time, and each request takes as long as `tookMs` says. */
async function run(
  list: unknown,
  answers: Record<string, () => Response>,
  { options = {}, env = {}, isTTY = false, tookMs = 100, signal = new AbortController().signal } = {},
) {
  let elapsed = 0;
  const world: SmokeWorld = {
    now: () => new Date(Date.UTC(2026, 10, 20) + elapsed),
    elapsedMs: () => elapsed,
    sleep: async (ms) => {
      elapsed += ms;
    },
    fetch: async (url) => {
      elapsed += tookMs;
      const answer = answers[new URL(url).hostname];
      if (!answer) throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) });
      return answer();
    },
  };
  const out: string[] = [];
  const err: string[] = [];
  const terminal = (lines: string[]) => ({ isTTY, write: (text: string) => lines.push(text) });
  const listed =
    list === undefined ? {} : { CUTOVER_SMOKE_CHECKS: typeof list === "string" ? list : JSON.stringify(list) };
  const code = await smoke(options, {
    env: { ...listed, ...env },
    stdout: terminal(out),
    stderr: terminal(err),
    world,
    signal,
  });
  return { code, stdout: out.join(""), stderr: err.join("") };
}

const ready = () => Response.json({ ready: true });
const notReady = () => Response.json({ ready: false });
const both = { "api.example.com": ready, "app.example.com": () => new Response("") };

describe("when all pass", () => {
  it("S1.11 exits with 0 and prints one line per check, in the order of the list", async () => {
    expect(await run([healthy, frontend], both)).toEqual({
      code: 0,
      stdout:
        "backend is healthy: passed  (GET https://api.example.com/health → 200)\n" +
        "frontend answers: passed  (GET https://app.example.com/ → 200)\n",
      stderr: "2 of 2 smoke checks passed in 0.2 s\n",
    });
  });

  it("writes the same to stdout however long it took and however often it tried, because Pulumi keeps it in state", async () => {
    const first = await run([healthy], both, { tookMs: 7 });
    const answers = [() => new Response("", { status: 503 }), notReady];
    const second = await run([healthy], { "api.example.com": () => (answers.shift() ?? ready)() }, { tookMs: 900 });
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).not.toBe(first.stderr);
  });

  it("S0.8 tells oddities as warnings on stderr", async () => {
    const sunset = "Sat, 01 Mar 2026 00:00:00 GMT";
    const check = { ...frontend, expect: { headers: { sunset } } };
    const { code, stderr } = await run([check], { "app.example.com": () => new Response("", { headers: { sunset } }) });
    expect(code).toBe(0);
    expect(stderr).toContain(`warning: frontend answers: header sunset says Sat, but that date is a Sun: ${sunset}\n`);
  });

  it("passes an empty list", async () => {
    expect(await run([], {})).toEqual({ code: 0, stdout: "", stderr: "0 of 0 smoke checks passed in 0.0 s\n" });
  });
});

describe("when one does not pass", () => {
  it("S0.6 exits with 1 and puts observed and expected into the first line of stderr", async () => {
    const { code, stderr } = await run([frontend, healthy], { ...both, "api.example.com": notReady });
    expect(code).toBe(1);
    expect(stderr.split("\n")[0]).toBe(
      "backend is healthy: FAILED  body.ready is false, expected true  (GET https://api.example.com/health → 200, 6 tries in 10 s)",
    );
  });

  it("then says what differs, what it means, what to do and how to see it again", async () => {
    const { stderr } = await run([{ ...healthy, covers: ["twin-brains-api"] }], { "api.example.com": notReady });
    expect(stderr.split("\n").slice(1)).toEqual([
      "",
      "backend is healthy",
      "  - expected  body.ready: true",
      "  + observed  body.ready: false",
      "  covers    twin-brains-api",
      "  means     The process answers, but what it says about itself is not what was declared; the status alone does not count.",
      "  next      Read the start-up log of the deploy: a failed import or a missing env var usually shows there.",
      "  repeat    curl -sS -i 'https://api.example.com/health'",
      "",
      "Nothing was rolled back by this check. The checks run again with the next `pulumi up`.",
      "0 of 1 smoke check passed in 10 s",
      "",
    ]);
  });

  it("still says what passed", async () => {
    const { stdout } = await run([frontend, healthy], { ...both, "api.example.com": notReady });
    expect(stdout).toBe("frontend answers: passed  (GET https://app.example.com/ → 200)\n");
  });

  it("tells an unreachable address from a failed check (D5), and exits with 1 as well", async () => {
    const { code, stderr } = await run([frontend], {});
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^frontend answers: NOT CONFIRMED {2}the host name does not resolve \(ENOTFOUND\) {2}\(GET https:\/\/app\.example\.com\/ → no answer to judge, \d+ tries in 60 s\)\n/,
    );
    expect(stderr).toContain("means     No address is known for this name");
  });

  it("says what was seen before", async () => {
    const answers = [() => new Response("", { status: 502 }), () => new Response("", { status: 502 })];
    const { stderr } = await run([healthy], { "api.example.com": () => (answers.shift() ?? notReady)() });
    expect(stderr).toContain("  seen      502 (2 times), then 200, body.ready false (4 times)\n");
  });

  it.each([
    [
      "a redirect",
      () => new Response(null, { status: 308, headers: { location: "/login" } }),
      "A redirect is not an answer of the app",
    ],
    ["a 401", () => new Response("", { status: 401 }), "asks for credentials"],
    ["a 404", () => new Response("", { status: 404 }), "does not have this route"],
    ["a 429", () => new Response("", { status: 429 }), "limits how often"],
    ["a 500", () => new Response("", { status: 500 }), "fails on this request"],
    ["a 503", () => new Response("", { status: 503 }), "is not up, is still starting"],
    ["a 418", () => new Response("", { status: 418 }), "in another way than was declared"],
    ["a page", () => new Response("<html>"), "Something other than the app's API answered"],
    ["an empty body", () => new Response(""), "Something other than the app's API answered"],
  ])("explains %s", async (_title, answer, means) => {
    const { stderr } = await run([healthy], { "api.example.com": answer });
    expect(stderr).toContain(means);
  });

  it("S1.11 explains a missing cross-origin header as what it is to a user", async () => {
    const cors = { ...frontend, expect: { headers: { "Access-Control-Allow-Origin": "https://app.example.com" } } };
    const { stderr } = await run([cors], both);
    expect(stderr).toContain("A browser on that origin cannot call this API");
  });

  it("leaves secrets out of the command that repeats the request", async () => {
    const check = {
      ...frontend,
      request: {
        method: "POST",
        headers: { authorization: "Bearer hidden-1" },
        json: { api_key: "hidden-2", q: "it's" },
      },
      expect: { status: 201 },
    };
    const { stderr } = await run([check], both);
    expect(stderr).toContain(
      `curl -sS -i -X POST -H 'content-type: application/json' -H 'authorization: …' --data '{"api_key":"…","q":"it'\\''s"}' 'https://app.example.com/'`,
    );
    expect(stderr).not.toContain("hidden");
  });
});

describe("colours and progress", () => {
  const failing = { "api.example.com": notReady };

  it("are for terminals only", async () => {
    const { stderr } = await run([healthy], failing);
    expect(stderr).not.toContain("\u001b[");
    expect(stderr).not.toContain("not yet");
  });

  it("are there on a terminal", async () => {
    const { stderr } = await run([healthy], failing, { isTTY: true });
    expect(stderr).toContain("\u001b[31mFAILED");
    expect(stderr).toContain("backend is healthy: not yet, 200, body.ready false (try 1)\n");
  });

  it("honour NO_COLOR", async () => {
    const { stderr } = await run([healthy], failing, { isTTY: true, env: { NO_COLOR: "1" } });
    expect(stderr).not.toContain("\u001b[");
  });
});

it("prints whole verdicts with --json", async () => {
  const { code, stdout, stderr } = await run([healthy], { "api.example.com": notReady }, { options: { json: true } });
  expect(code).toBe(1);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({
      name: "backend is healthy",
      passed: false,
      outcome: "fail",
      tries: 6,
      differences: [{ at: "body.ready", observed: "false", expected: "true" }],
      at: "2026-11-20T00:00:10.100Z",
    }),
  ]);
});

describe("bad input exits with 2", () => {
  it.each([
    ["nothing given", undefined, "CUTOVER_SMOKE_CHECKS cannot be used:\n  it is not set"],
    ["text that is not JSON", "[", "CUTOVER_SMOKE_CHECKS cannot be used:\n  it is not JSON"],
    ["a faulty check", [{ name: "a" }], "CUTOVER_SMOKE_CHECKS cannot be used:\n  [0].url: "],
  ])("%s", async (_title, list, message) => {
    const { code, stdout, stderr } = await run(list, {});
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("a file that is not there", async () => {
    const { code, stderr } = await run(undefined, {}, { options: { file: join(folder, "missing.json") } });
    expect(code).toBe(2);
    expect(stderr).toContain("missing.json cannot be used:\n  ENOENT");
  });
});

it("reads the list from a file", async () => {
  const file = join(folder, "checks.json");
  await writeFile(file, JSON.stringify([frontend]));
  expect(await run(undefined, both, { options: { file } })).toMatchObject({ code: 0 });
});

it("exits with 130 and no verdict when it is interrupted", async () => {
  const { code, stdout, stderr } = await run([healthy], both, { signal: AbortSignal.abort("SIGINT") });
  expect({ code, stdout, stderr }).toEqual({
    code: 130,
    stdout: "",
    stderr: "Interrupted after 0.0 s: the smoke checks have no result.\n",
  });
});
