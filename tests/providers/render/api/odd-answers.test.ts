import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { RenderApiError } from "../../../../providers/render/api/errors.ts";
import { startDeploy } from "../../../../providers/render/resources/start-deploy.ts";
import { type Answer, clientOf, scripted, service } from "../support/scripted-server.ts";

const { id } = service();
const failure = async (promise: Promise<unknown>): Promise<RenderApiError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RenderApiError)) throw new Error(`expected a RenderApiError, got ${String(error)}`);
  return error;
};

describe("odd but legal answers", () => {
  it("takes null for an empty list", async () => {
    const server = await scripted([{ status: 200, body: "null" }]);
    expect(await server.client().envVars.all(id)).toEqual({});
  });

  it("takes null after a PUT of a set", async () => {
    const server = await scripted([{ status: 200, body: "null" }]);
    await expect(server.client().envVars.replace(id, {})).resolves.toBeUndefined();
  });

  it("reads a service with nulls, members and enumerations that are newer than this client", async () => {
    const odd = service({
      rootDir: null,
      buildFilter: null,
      autoDeployTrigger: "someday",
      suspended: "paused",
      type: "edge_function",
      newMember: { a: 1 },
      serviceDetails: { runtime: "zig", region: "mars", envSpecificDetails: null, previews: null, numInstances: null },
    });
    const server = await scripted([{ status: 200, body: odd }]);
    expect((await server.client().services.find(id))?.serviceDetails.runtime).toBe("zig");
  });

  it("takes a deploy of null status for one that begins", async () => {
    const server = await scripted([{ status: 200, body: { id: "dep-1", status: null, commit: null } }]);
    expect((await server.client().deploys.get(id, "dep-1")).status).toBe("created");
  });

  it.each([[{ status: 202 }], [{ status: 202, body: "null" }]] satisfies [Answer][])(
    "finds a deploy that %j accepted without naming it",
    async (accepted) => {
      const entry = { deploy: { id: "dep-2", status: "queued", trigger: "api" }, cursor: "c" };
      const server = await scripted([{ status: 200, body: [] }, accepted, { status: 200, body: [entry] }]);
      const call = { client: server.client(), progress: () => {} };
      expect(await startDeploy(call, id)).toBe("dep-2");
    },
  );
});

describe("refusals", () => {
  it.each([
    [{ status: 400 }, "RENDER_BAD_REQUEST", `PATCH /services/${id} was answered with 400`],
    [{ status: 400, body: { id: "x" } }, "RENDER_BAD_REQUEST", `PATCH /services/${id} was answered with 400`],
    [{ status: 400, body: { message: null } }, "RENDER_BAD_REQUEST", `PATCH /services/${id} was answered with 400`],
    [{ status: 403, body: "<html>no</html>" }, "RENDER_FORBIDDEN", `PATCH /services/${id} was answered with 403`],
    [{ status: 410, body: { message: "gone" } }, "RENDER_GONE", `PATCH /services/${id} was answered with 410: gone`],
    [{ status: 418, body: "[]" }, "RENDER_REFUSED", `PATCH /services/${id} was answered with 418`],
    [{ status: 501 }, "RENDER_UNAVAILABLE", `PATCH /services/${id} was answered with 501`],
  ] satisfies [Answer, string, string][])("are told also from %j", async (answer, code, what) => {
    const server = await scripted([answer]);
    expect(await failure(server.client().services.patch(id, {}))).toMatchObject({ code, what });
    expect(server.asked).toHaveLength(1);
  });

  it.each([408, 500, 502, 503, 504, 520, 522, 524, 530])("of %i pass, so a read is repeated", async (status) => {
    const server = await scripted([
      { status, body: "<html>error</html>" },
      { status: 200, body: service() },
    ]);
    expect((await server.client().services.find(id))?.id).toBe(id);
  });

  it.each([408, 520, 524])("of %i may have done what a POST asked for, so it is not repeated", async (status) => {
    const server = await scripted([{ status }]);
    expect((await failure(server.client().deploys.start(id, {}))).maybeDone).toBe(true);
    expect(server.asked).toHaveLength(1);
  });
});

describe("broken answers", () => {
  /** Announces more than it sends, then breaks the connection; whole from the second request on. */
  async function breaking(body: object): Promise<{ url: string; asked: () => number }> {
    let asked = 0;
    const text = JSON.stringify(body);
    const server = createServer((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
      if (asked > 1) response.end(text);
      else response.write(text.slice(0, 20), () => request.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked: () => asked };
  }

  it("repeats a read whose answer broke off", async () => {
    const server = await breaking(service());
    expect((await clientOf(server.url).services.find(id))?.id).toBe(id);
    expect(server.asked()).toBe(2);
  });

  it("does not repeat a POST whose answer broke off, and knows that it may have worked", async () => {
    const server = await breaking({ id: "dep-1", status: "created", trigger: "api" });
    const error = await failure(clientOf(server.url).deploys.start(id, {}));
    expect(error).toMatchObject({ code: "RENDER_UNREACHABLE", maybeDone: true });
    expect(server.asked()).toBe(1);
  });

  it("says that a POST with half an answer may have worked, without showing it", async () => {
    const server = await scripted([{ status: 201, body: '{"service":{"id":"srv-1","name":"se' }]);
    const error = await failure(server.client().services.create({}, []));
    expect(error).toMatchObject({ code: "RENDER_UNEXPECTED_ANSWER", maybeDone: true });
    expect(error.message).not.toContain("srv-1");
  });
});
