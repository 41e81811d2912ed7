import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Listening, listen } from "../../rehearsal/core/server.ts";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

let server: Listening;
let asked = Promise.withResolvers<void>();
const app = new Hono()
  .get("/health", (c) => c.json({ ready: false }))
  .get("/hangs", () => {
    asked.resolve();
    return new Promise<Response>(() => {});
  });

beforeAll(async () => {
  server = await listen(app);
});
afterAll(() => server.close());

const smoke = (path: string, check: object, args: string[] = []) =>
  execa(process.execPath, [main, "smoke", ...args], {
    env: { CUTOVER_SMOKE_CHECKS: JSON.stringify([{ name: "ready", url: server.url + path, ...check }]) },
    reject: false,
  });

it("S0.6 fails as a process, with what was observed on stderr", async () => {
  const expected = { body: { properties: { ready: { const: true } } } };
  const { exitCode, stdout, stderr } = await smoke("/health", { expect: expected, within: "PT0.1S" });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toMatch(/^ready: FAILED {2}body\.ready is false, expected true {2}\(GET /);
});

it("passes as a process, with one line on stdout", async () => {
  const { exitCode, stdout } = await smoke("/health", {});
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `ready: passed  (GET ${server.url}/health → 200)` });
});

it("exits with 2 for a list that cannot be used", async () => {
  expect(await smoke("/health", { within: "a while" })).toMatchObject({ exitCode: 2 });
});

it("ends at once when it is interrupted", async () => {
  asked = Promise.withResolvers();
  const running = smoke("/hangs", { timeout: "PT60S" });
  await asked.promise;
  running.kill("SIGINT");
  const { exitCode, stderr } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(/^Interrupted after /);
});
