import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { RenderClient } from "../../../../providers/render/api/client.ts";

interface Page {
  readonly messages: readonly string[];
  /** Where the next page begins; without one this is the last. */
  readonly next?: string;
}

/** A Render whose log has these pages, the last again and again, and what it was asked. */
async function rendering(...pages: readonly Page[]) {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://render").searchParams);
    const number = Math.min(asked.length, pages.length) - 1;
    const { messages, next } = pages[number] ?? { messages: [] };
    const logs = messages.map((message, line) => ({
      id: `${asked.length}-${line}`,
      message,
      timestamp: "2026-02-10T12:00:00Z",
    }));
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        logs,
        hasMore: next !== undefined,
        nextStartTime: next ?? "",
        nextEndTime: "2026-02-10T13:00:00Z",
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const { logs } = new RenderClient({ token: () => "rnd_1", baseUrl, userAgent: "test" });
  const within = (text: string, most = 1000) =>
    logs.within({ ownerId: "tea-1", resource: "srv-1", from: new Date(0), to: new Date(1), text, most });
  return { asked, within };
}

it("S2.8 asks for the plain part of a text, and counts only lines with all of it", async () => {
  const { asked, within } = await rendering({ messages: ["[DEPRECATED] a", "DEPRECATED b", "c"] });
  const { lines, more } = await within("[DEPRECATED]");

  expect(lines.map(({ message }) => message)).toEqual(["[DEPRECATED] a"]);
  expect(more).toBe(false);
  expect(asked[0]?.get("text")).toBe("DEPRECATED");
  expect(asked[0]?.get("type")).toBe("app,request");
});

it("asks for every line where a text has no plain part", async () => {
  const { asked, within } = await rendering({ messages: ["<=>"] });
  expect((await within("=>")).lines).toHaveLength(1);
  expect(asked[0]?.has("text")).toBe(false);
});

it("reads the next page from where the one before says", async () => {
  const next = "2026-02-10T12:00:00.000000001Z";
  const { asked, within } = await rendering({ messages: ["x"], next }, { messages: ["x"] });
  expect(await within("x")).toMatchObject({ lines: [{ id: "1-0" }, { id: "2-0" }], more: false });
  expect(asked[1]?.get("startTime")).toBe(next);
});

it.each([
  ["does not move on", [{ messages: ["x"], next: "2026-02-10T12:00:00Z" }]],
  ["never ends", Array.from({ length: 99 }, (_, page) => ({ messages: [], next: `2026-02-10T12:00:${page}Z` }))],
])("S2.8 says that there is more when a log %s", async (_, pages) => {
  const { asked, within } = await rendering(...pages);
  expect((await within("x")).more).toBe(true);
  expect(asked.length).toBeLessThanOrEqual(30);
});

it("reads no further than is enough", async () => {
  const { asked, within } = await rendering({ messages: ["x", "x", "x"], next: "2026-02-10T12:00:00Z" });
  expect(await within("x", 2)).toMatchObject({ lines: [{ id: "1-0" }, { id: "1-1" }], more: true });
  expect(asked).toHaveLength(1);
});
