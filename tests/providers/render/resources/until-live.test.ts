import { expect, it } from "vitest";
import { Service } from "../../../../providers/render/api/schemas.ts";
import { PATIENCE } from "../../../../providers/render/resources/patience.ts";
import { untilLive } from "../../../../providers/render/resources/until-live.ts";
import { type Answer, scripted, service } from "../support/scripted-server.ts";

const quick = { ...PATIENCE, firstMs: 1, mostMs: 2 };
const at = (status: string): Answer => ({ status: 200, body: { id: "dep-1", status } });

/** Waits for a deploy that has these states one after the other. */
async function waiting(states: readonly string[], patience = quick, timeoutMs?: number) {
  const server = await scripted((_asked, index) => at(states[Math.min(index, states.length - 1)] ?? ""));
  const lines: string[] = [];
  const call = {
    client: server.client(),
    progress: (line: string) => lines.push(line),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
  const result = untilLive(call, Service.parse(service()), "dep-1", patience);
  return { server, lines, result };
}

it("tells each change of state once, and takes a state it does not know for a step on the way", async () => {
  const states = [
    "created",
    "created",
    "build_in_progress",
    "build_in_progress",
    "polishing",
    "update_in_progress",
    "live",
  ];
  const { server, lines, result } = await waiting(states);
  expect((await result).status).toBe("live");
  expect(lines.map((line) => line.replace(/ \(\d+ s\)$/, ""))).toEqual([
    "deploy dep-1: created",
    "deploy dep-1: build_in_progress",
    "deploy dep-1: polishing",
    "deploy dep-1: update_in_progress",
    "deploy dep-1: live",
  ]);
  expect(server.asked.every(({ path }) => path.endsWith("/deploys/dep-1"))).toBe(true);
});

it("takes a deploy that was replaced after it was live for done", async () => {
  const { result } = await waiting(["build_in_progress", "deactivated"]);
  expect((await result).status).toBe("deactivated");
});

it("gives up after its limit with the last state and how to go on", async () => {
  const { result } = await waiting(["build_in_progress"], { ...quick, limitMs: 20 });
  await expect(result).rejects.toThrow(
    /^RENDER_DEPLOY_TIMEOUT: deploy dep-1 of api is still build_in_progress after 0.02 s\n.*\n {2}fix: .*pulumi up waits for it again/,
  );
});

it("waits beyond its limit for as long as the program's customTimeouts allow", async () => {
  const states = [...Array.from({ length: 40 }, () => "build_in_progress"), "live"];
  const { result } = await waiting(states, { ...quick, limitMs: 1 }, 60_000);
  expect((await result).status).toBe("live");
});

it("looks less and less often", async () => {
  const { server, result } = await waiting(["created"], { ...PATIENCE, firstMs: 40, mostMs: 1000, limitMs: 400 });
  await result.catch(() => {});
  const times = server.asked.map(({ atMs }) => atMs);
  // Pauses of 40, 60, 90, 135 ms … : a steady 40 ms would be eleven looks.
  expect(times.length).toBeLessThanOrEqual(7);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(38);
  expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(85);
});
