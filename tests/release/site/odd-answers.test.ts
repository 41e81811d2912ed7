import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../../../rehearsal/core/server.ts";
import { openSite, type SiteOptions } from "../../../release/site/vercel-site.ts";

/** A Vercel that answers with as little as its documentation promises: less than its SDK insists on. */
async function siteFor(app: Hono, patience: SiteOptions["patience"] = {}) {
  const server = await listen(app);
  onTestFinished(() => server.close());
  const flag = "V2_ROLLOUT_PERCENT";
  return openSite({ token: "t", baseUrl: server.url, team: "team_a", project: "p", flag, patience });
}

const project = { id: "prj_1", name: "p", targets: { production: { id: "dpl_1" } }, somethingNew: { in: "beta" } };
const variable = {
  id: "e1",
  key: "V2_ROLLOUT_PERCENT",
  type: "plain",
  value: "10",
  target: "production",
  updatedAt: 1,
};
const deployment = {
  id: "dpl_1",
  url: "p-1.vercel.app",
  createdAt: 5,
  readyState: "READY",
  meta: { cutoverPercent: "10" },
};

describe("an answer that Vercel's SDK would refuse", () => {
  it("is read as far as it is needed", async () => {
    const app = new Hono()
      .get("/v9/projects/p", (c) => c.json(project))
      .get("/v10/projects/p/env", (c) => c.json({ envs: [variable] }))
      .get("/v13/deployments/dpl_1", (c) => c.json(deployment));
    expect(await (await siteFor(app)).reality()).toMatchObject({
      production: { id: "dpl_1", percent: 10 },
      flag: { value: "10", targets: ["production"] },
    });
  });

  it("is an error where what is needed is missing", async () => {
    const app = new Hono()
      .get("/v9/projects/p", (c) => c.json({ id: "prj_1" }))
      .get("/v10/projects/p/env", (c) => c.json({ envs: [] }));
    await expect((await siteFor(app)).reality()).rejects.toMatchObject({ code: "VERCEL_UNREADABLE" });
  });
});

describe("a runtime log", () => {
  const row = (at: number) =>
    `${JSON.stringify({ timestampInMs: at, message: `line ${at}`, domain: "d", requestMethod: "GET" })}\n`;
  const withLog = (body: (c: AbortSignal) => ReadableStream | string) =>
    new Hono()
      .get("/v9/projects/p", (c) => c.json(project))
      .get("/v7/deployments", (c) => c.json({ deployments: [deployment], pagination: { next: null } }))
      .get("/v1/projects/prj_1/deployments/dpl_1/runtime-logs", (c) => c.body(body(c.req.raw.signal)));
  const window = { from: new Date(10), to: new Date(20) };

  it("that stays open for lines to come is read up to now", async () => {
    const open = () =>
      new ReadableStream({
        start: (stream) => {
          const text = row(9) + row(10) + row(19) + row(20);
          // Cut in the middle of a line, as it comes over a network.
          for (const part of [text.slice(0, 30), text.slice(30)]) stream.enqueue(new TextEncoder().encode(part));
        },
      });
    const site = await siteFor(withLog(open), { logs: { quietMs: 50 } });
    expect((await site.logs(window)).map(({ message }) => message)).toEqual(["line 10", "line 19"]);
  });

  it("that never ends is an error after its time", async () => {
    const endless = (signal: AbortSignal) =>
      new ReadableStream({
        start: (stream) => {
          const timer = setInterval(() => signal.aborted || stream.enqueue(new TextEncoder().encode(row(15))), 5);
          onTestFinished(() => clearInterval(timer));
        },
      });
    const site = await siteFor(withLog(endless), { logs: { withinMs: 100 } });
    await expect(site.logs(window)).rejects.toMatchObject({ code: "VERCEL_LOG_TOO_LONG" });
  });

  it("with lines that are no JSON has the others", async () => {
    const site = await siteFor(withLog(() => `nonsense\n${row(12)}{"half":`));
    expect((await site.logs(window)).map(({ message }) => message)).toEqual(["line 12"]);
  });
});
