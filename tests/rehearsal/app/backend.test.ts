import { describe, expect, it } from "vitest";
import { createBackend } from "../../../rehearsal/app/backend.ts";
import { commit } from "./commit.ts";

const start = (traits = {}, env: Record<string, string> = {}) => {
  const lines: string[] = [];
  const { app } = createBackend({
    command: "uvicorn main:app",
    env: { JWT_SECRET: "s3cret-jwt", ...env },
    commit: commit(traits),
    log: (line) => lines.push(line),
    now: () => new Date(),
    portOf: () => undefined,
  });
  return { app, lines };
};

const post = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const preflight = (origin: string): RequestInit => ({
  method: "OPTIONS",
  headers: { origin, "access-control-request-method": "POST" },
});

describe("health", () => {
  it("S0.6 says that it is healthy and its processors are there", async () => {
    const answer = await start().app.request("/health");

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "healthy", processors_available: true });
  });

  it("S0.6 answers 200 with processors_available false after a broken import, and logs the import error", async () => {
    const { app, lines } = start({ processors: false });
    const answer = await app.request("/health");

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "healthy", processors_available: false });
    expect(lines.join("\n")).toContain("ImportError");
  });

  it("answers the status of the commit when it is not well", async () => {
    const answer = await start({ healthStatus: 503 }).app.request("/health");

    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: "unhealthy" });
  });
});

describe("imports", () => {
  it("S0.8 announces the end of /process-full in headers, body and log", async () => {
    const { app, lines } = start();
    const answer = await app.request("/process-full", post({ user_id: "user-1", storage_path: "a.json" }));

    expect(answer.status).toBe(200);
    expect(answer.headers.get("deprecation")).toBe("true");
    expect(answer.headers.get("sunset")).toBe("Sat, 01 Mar 2026 00:00:00 GMT");
    expect(await answer.json()).toMatchObject({
      deprecation: { notice: expect.stringContaining("deprecated"), successor: "/process-full-v2" },
    });
    expect(lines).toContain("[DEPRECATED] /process-full called by user user-1");
  });

  it("S0.8 carries the headers even when the request is refused", async () => {
    const answer = await start().app.request("/process-full", { method: "POST" });

    expect(answer.status).toBe(422);
    expect(answer.headers.get("deprecation")).toBe("true");
  });

  it("serves /process-full-v2 without any deprecation", async () => {
    const answer = await start().app.request("/process-full-v2", post({ user_id: "user-1" }));

    expect(answer.status).toBe(200);
    expect(answer.headers.get("deprecation")).toBeNull();
    expect(await answer.json()).toMatchObject({ version: "v2" });
  });

  it.each([
    ["no JSON", { method: "POST", body: "{" }, ["body"]],
    ["no user", post({}), ["body", "user_id"]],
    ["a user that would break a log line", post({ user_id: "a\n[DEPRECATED] forged" }), ["body", "user_id"]],
  ])("answers 422 with the place of the fault for %s", async (_, request, loc) => {
    const { app, lines } = start();
    const answer = await app.request("/process-full", request);

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: [{ loc }] });
    expect(lines.filter((line) => line.includes("DEPRECATED"))).toEqual([]);
  });
});

describe("chat", () => {
  it("S0.7 replies with the assistant's name and traits", async () => {
    const sections = { soul: { personality_traits: ["curious", "direct"] }, identity: { ai_name: "Echo" } };
    const answer = await start().app.request("/query", post({ user_id: "u", message: "Hi", sections }));

    expect(await answer.json()).toEqual({ response: expect.stringMatching(/Echo.*curious and direct/) });
  });

  it("S0.7 falls back to the generic greeting without a name", async () => {
    const answer = await start().app.request("/query", post({ user_id: "u", message: "Hi" }));

    expect(await answer.json()).toEqual({ response: expect.stringContaining("How can I help you") });
  });
});

describe("CORS from ALLOWED_ORIGINS", () => {
  const listed = "https://app.example, https://other.example";

  it("S1.5 names a listed origin in its 204 to a preflight", async () => {
    const answer = await start({}, { ALLOWED_ORIGINS: listed }).app.request(
      "/health",
      preflight("https://other.example"),
    );

    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://other.example");
  });

  it.each([
    ["https://evil.example", listed],
    ["https://app.example.evil", listed],
    ["https://app.example", ""],
  ])("S1.5 names no origin for %s when the list is %o", async (origin, allowed) => {
    const answer = await start({}, { ALLOWED_ORIGINS: allowed }).app.request("/health", preflight(origin));

    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("lets anyone in when the list is a star", async () => {
    const answer = await start({}, { ALLOWED_ORIGINS: "*" }).app.request("/health", preflight("https://evil.example"));

    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("start", () => {
  it("refuses to start without JWT_SECRET, naming it", () => {
    expect(() => start({}, { JWT_SECRET: "" })).toThrow("missing required environment variables: JWT_SECRET");
  });

  it("never logs a value of its environment", async () => {
    const { app, lines } = start({ processors: false, healthStatus: 503 }, { OPENAI_API_KEY: "sk-recognisable" });
    await app.request("/health");
    await app.request("/process-full", post({ user_id: "user-1" }));

    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join("\n")).not.toMatch(/s3cret-jwt|sk-recognisable/);
  });
});
