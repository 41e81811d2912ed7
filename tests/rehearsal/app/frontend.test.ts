import { describe, expect, it } from "vitest";
import { createFrontend } from "../../../rehearsal/app/frontend.ts";
import { commit } from "./commit.ts";

function start(env: Record<string, string>, answer: () => Response = () => Response.json({})) {
  const calls: string[] = [];
  const lines: string[] = [];
  const app = createFrontend({
    env: { NEXT_PUBLIC_BACKEND_URL: "https://api.example/", ...env },
    commit: commit(),
    log: (line) => lines.push(line),
    fetch: async (url) => {
      calls.push(url);
      return answer();
    },
  });
  const send = (userId: string) =>
    app.request("/api/import/process", {
      method: "POST",
      body: JSON.stringify({ user_id: userId, storage_path: `${userId}.json` }),
    });
  return { app, calls, lines, send };
}

async function routed(percent: string | undefined, users: number): Promise<Set<string>> {
  const { send } = start(percent === undefined ? {} : { V2_ROLLOUT_PERCENT: percent });
  const onV2 = new Set<string>();
  for (let user = 0; user < users; user += 1) {
    const body: unknown = await (await send(`user-${user}`)).json();
    if (typeof body === "object" && body && "routed" in body && body.routed === "v2") onV2.add(`user-${user}`);
  }
  return onV2;
}

describe("routing by percent", () => {
  it.each([
    ["0", 0],
    [undefined, 0],
    ["100", 300],
  ])("S2.3 sends at %s percent %i of 300 users to v2", async (percent, count) => {
    expect((await routed(percent, 300)).size).toBe(count);
  });

  it("S2.4 sends about the declared share to v2", async () => {
    const share = (await routed("10", 2000)).size / 2000;

    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  it("keeps every user of 10 percent at 50 percent", async () => {
    const [ten, fifty] = [await routed("10", 300), await routed("50", 300)];

    expect(ten.size).toBeGreaterThan(0);
    expect(ten.isSubsetOf(fifty)).toBe(true);
  });
});

describe("one import", () => {
  it.each([
    ["0", "v1", "/process-full"],
    ["100", "v2", "/process-full-v2"],
  ])("S2.4 at %s percent calls the backend and logs the decision for %s", async (percent, route, path) => {
    const { calls, lines, send } = start({ V2_ROLLOUT_PERCENT: percent });
    const answer = await send("user-1");

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ routed: route, user_id: "user-1", status: "accepted" });
    expect(calls).toEqual([`https://api.example${path}`]);
    expect(lines).toEqual([`Routing import request for user user-1: routed to ${route}`]);
  });

  it("answers 502 and logs when the backend refuses", async () => {
    const { lines, send } = start({}, () => new Response(null, { status: 500 }));

    expect((await send("user-1")).status).toBe(502);
    expect(lines.at(-1)).toBe("ERROR: the backend answered 500 for /process-full");
  });

  it("answers 502 and logs when the backend cannot be reached", async () => {
    const { lines, send } = start({}, () => {
      throw new TypeError("fetch failed");
    });

    expect((await send("user-1")).status).toBe(502);
    expect(lines.at(-1)).toContain("could not be reached");
  });

  it("answers 500 when no backend is configured", async () => {
    const { calls, send } = start({ NEXT_PUBLIC_BACKEND_URL: "" });

    expect((await send("user-1")).status).toBe(500);
    expect(calls).toEqual([]);
  });
});

it("serves its page with the commit it was built from", async () => {
  const answer = await start({}).app.request("/");

  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(await answer.text()).toContain(commit().sha);
});
