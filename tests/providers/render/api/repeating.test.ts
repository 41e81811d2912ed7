import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { RenderApiError } from "../../../../providers/render/api/errors.ts";
import { type Answer, clientOf, scripted, service } from "../support/scripted-server.ts";

const ok: Answer = { status: 200, body: service() };
const id = service().id;
const failure = async (promise: Promise<unknown>): Promise<RenderApiError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RenderApiError)) throw new Error(`expected a RenderApiError, got ${String(error)}`);
  return error;
};

it("repeats a read after a 503 and a broken connection", async () => {
  const server = await scripted([{ status: 503 }, "reset", ok]);
  expect((await server.client().services.find(id))?.name).toBe("api");
  expect(server.asked).toHaveLength(3);
});

it("repeats a PATCH with its body intact", async () => {
  const server = await scripted([{ status: 502 }, "reset", { status: 429, headers: { "retry-after": "0" } }, ok]);
  await server.client().services.patch(id, { name: "new" });
  expect(server.asked.map(({ body }) => body)).toEqual(Array(4).fill({ name: "new" }));
});

it("repeats a PUT of an env var with its body intact", async () => {
  const server = await scripted([{ status: 500 }, { status: 200, body: { key: "A", value: "1" } }]);
  await server.client().envVars.put(id, "A", "1");
  expect(server.asked.map(({ body }) => body)).toEqual([{ value: "1" }, { value: "1" }]);
});

it.each([["reset" as const], [{ status: 503 } as const]])(
  "does not repeat a POST that may have worked (%j)",
  async (answer) => {
    const server = await scripted([answer, { status: 201, body: { id: "dep-1" } }]);
    const error = await failure(server.client().deploys.start(id, {}));
    expect(error.maybeDone).toBe(true);
    expect(server.asked).toHaveLength(1);
  },
);

it("repeats a POST that was refused by the rate limit, with its body intact", async () => {
  const server = await scripted([
    { status: 429, headers: { "ratelimit-reset": "0" } },
    { status: 201, body: { id: "dep-1" } },
  ]);
  expect((await server.client().deploys.start(id, { commitId: "abc" }))?.id).toBe("dep-1");
  expect(server.asked.map(({ body }) => body)).toEqual([{ commitId: "abc" }, { commitId: "abc" }]);
});

it("repeats a POST that no connection was made for, and says what is unreachable", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const baseUrl = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/v1`;
  await new Promise((resolve) => closed.close(resolve));
  const error = await failure(clientOf(baseUrl, { retries: 2 }).deploys.start(id, {}));
  expect(error).toMatchObject({ code: "RENDER_UNREACHABLE", maybeDone: false });
  expect(error.message).toContain(`POST /services/${id}/deploys got no answer from ${baseUrl}: connect ECONNREFUSED`);
});

it("does not repeat what is refused for good", async () => {
  const server = await scripted([{ status: 400, body: { message: "invalid plan" } }]);
  const error = await failure(server.client().services.patch(id, { plan: "x" }));
  expect(error).toMatchObject({ code: "RENDER_BAD_REQUEST", status: 400, serverMessage: "invalid plan" });
  expect(server.asked).toHaveLength(1);
});

it("gives up on a server that stays broken and names the request", async () => {
  const headers = { "render-request-id": "req-7" };
  const server = await scripted(() => ({ status: 500, body: { message: "oops" }, headers }));
  const error = await failure(server.client({ retries: 3 }).services.find(id));
  expect(server.asked).toHaveLength(4);
  expect(error).toMatchObject({
    code: "RENDER_UNAVAILABLE",
    requestId: "req-7",
    request: { method: "GET", path: `/services/${id}` },
  });
  expect(error.message).toBe(
    [
      `RENDER_UNAVAILABLE: GET /services/${id} was answered with 500: oops`,
      "  at the Render API, request req-7",
      "  fix: see https://status.render.com and run the same command again",
    ].join("\n"),
  );
});

it("reports an attempt that gets no answer in time", async () => {
  const server = await scripted(["hang"]);
  const error = await failure(server.client({ attemptTimeoutMs: 30, retries: 0 }).services.find(id));
  expect(error.message).toContain("no answer in time");
});

it("does not follow a redirect, which could lead the token elsewhere", async () => {
  const other = await scripted([ok]);
  const server = await scripted([{ status: 302, headers: { location: `${other.url}/services/${id}` } }]);
  expect((await failure(server.client().services.find(id))).status).toBe(302);
  expect(other.asked).toHaveLength(0);
});

it("says so when a good status comes with something else than the API's answer", async () => {
  const server = await scripted([{ status: 200, body: "<html>log in</html>" }]);
  const error = await failure(server.client().services.find(id));
  expect(error.code).toBe("RENDER_UNEXPECTED_ANSWER");
  expect(error.message).toContain("not JSON");
  expect(error.message).not.toContain("log in");
});
