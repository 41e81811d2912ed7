import { afterEach, expect, it, vi } from "vitest";
import { startStep } from "../../../engine/bootstrap/progress.js";

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it("writes plain lines where there is no terminal: start, every ten seconds what changed, end", () => {
  vi.useFakeTimers();
  const out = stream(false);
  const step = startStep("engine", "reading", out);
  step.say("compiled 1 of 3 packages");
  step.say("compiled 2 of 3 packages");
  vi.advanceTimersByTime(25_000);
  step.done("built");
  expect(out.written).toEqual([
    "engine    reading …\n",
    "engine    compiled 2 of 3 packages (10 s)\n",
    "engine    ✓ built (25 s)\n",
  ]);
});

it("redraws one line on a terminal, never longer than it is wide", () => {
  vi.useFakeTimers();
  vi.stubEnv("TERM", "xterm");
  vi.stubEnv("NO_COLOR", "");
  const out = stream(true);
  const step = startStep("engine", "x".repeat(200), out);
  vi.advanceTimersByTime(400);
  step.done("built");
  const redrawn = out.written.slice(0, -1);
  expect(redrawn).toHaveLength(3);
  for (const text of redrawn) expect(text).toBe(`\r\u001b[K${`engine    ${"x".repeat(200)}`.slice(0, 59)}`);
  expect(out.written.at(-1)).toBe("\r\u001b[Kengine    \u001b[32m✓\u001b[0m built (0.4 s)\n");
});

it("uses no colour with NO_COLOR", () => {
  vi.stubEnv("TERM", "xterm");
  vi.stubEnv("NO_COLOR", "1");
  const out = stream(true);
  startStep("engine", "reading", out).failed("no go");
  expect(out.written.join("")).not.toContain("\u001b[3");
});
